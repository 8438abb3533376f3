import type { Duck } from '../../vast/analytics/duckdb';
import { sql, type Sql, type SqlValue } from '../../vast/analytics/sql';
import type { Limited } from '../access/within';
import { TamsError } from '../errors';
import type { Uuid } from '../model';
import { ETERNITY, type TimeRange } from '../time/timerange';
import { placeOfCut } from './replica-tables';

/** Which segments are looked at: those of a flow, of all flows of a source, or of the whole store, that overlap the range. */
export interface Scope {
  readonly flowId?: Uuid | null | undefined;
  readonly sourceId?: Uuid | null | undefined;
  readonly timerange?: TimeRange | null | undefined;
}

/** The scope as a condition on the replica's segments. */
export interface Condition {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** The replica as one caller sees it. */
export interface SeenReplica {
  readonly duck: Duck;
  /** Null: all of it. */
  readonly limited: Limited | null;
}

/** @throws TamsError `FlowNotFound`, `SourceNotFound`, `InvalidAnalysis` when both a flow and a source are named */
export async function conditionOf(
  replica: SeenReplica,
  scope: Scope,
  signal: AbortSignal,
): Promise<Condition> {
  const inFlows = await inFlowsOf(replica, scope, signal);
  const { lo, hi } = scope.timerange ?? ETERNITY;
  if (lo === ETERNITY.lo && hi === ETERNITY.hi) return inFlows ?? { text: 'true', values: [] };
  const [loSeconds, loRest] = placeOfCut(lo);
  const [hiSeconds, hiRest] = placeOfCut(hi);
  // The first two comparisons alone let DuckDB pass over blocks; the others are exact.
  return {
    text: `${inFlows?.text ?? 'true'} AND end_s >= ?::BIGINT AND start_s <= ?::BIGINT
      AND (end_s > ?::BIGINT OR end_rest > ?::INTEGER) AND (start_s < ?::BIGINT OR start_rest < ?::INTEGER)`,
    values: [...(inFlows?.values ?? []), loSeconds, hiSeconds, loSeconds, loRest, hiSeconds, hiRest],
  };
}

/** Null for all flows. */
async function inFlowsOf(
  { duck, limited }: SeenReplica,
  { flowId, sourceId }: Scope,
  signal: AbortSignal,
): Promise<Condition | null> {
  if (flowId != null && sourceId != null)
    throw new TamsError('InvalidAnalysis', 'name a flow or a source, not both');
  if (flowId == null && sourceId == null && limited === null) return null;
  const flows = await duck.rows<NumberedFlow>(flowsOf(flowId, sourceId), signal);
  const seen = limited ? await seenOf(limited, flows) : flows;
  if (flowId != null && seen.length === 0) throw new TamsError('FlowNotFound', flowId);
  // A source that is seen may have no flow that is.
  const isThere =
    flows.length > 0 && (!limited || (await limited.sight.seesSource(limited.reader, sourceId ?? '')));
  if (sourceId != null && !isThere) throw new TamsError('SourceNotFound', sourceId);
  return oneOf(seen.map(({ flow_no }) => flow_no));
}

/** Values that are written one by one let DuckDB pass over blocks; very many are one value. */
function oneOf(numbers: readonly number[]): Condition {
  if (numbers.length === 0) return { text: 'false', values: [] };
  if (numbers.length > 1_000)
    return { text: 'flow_no IN (SELECT unnest(?::INTEGER[]))', values: [`[${numbers.join(',')}]`] };
  return { text: `flow_no IN (${numbers.map(() => '?::INTEGER').join(', ')})`, values: numbers };
}

interface NumberedFlow {
  readonly flow_no: number;
  readonly id: Uuid;
}

function flowsOf(flowId: Uuid | null | undefined, sourceId: Uuid | null | undefined): Sql {
  if (flowId != null) return sql('SELECT flow_no, id FROM flows WHERE id = ?', [flowId]);
  if (sourceId != null) return sql('SELECT flow_no, id FROM flows WHERE source_id = ?', [sourceId]);
  return sql('SELECT flow_no, id FROM flows');
}

/** Flows that are asked for at once, whether they are seen. */
const AT_ONCE = 1_000;

async function seenOf(
  { sight, reader }: Limited,
  flows: readonly NumberedFlow[],
): Promise<readonly NumberedFlow[]> {
  const found: NumberedFlow[] = [];
  for (let at = 0; at < flows.length; at += AT_ONCE) {
    const some = flows.slice(at, at + AT_ONCE);
    const seen = await sight.flows(
      reader,
      some.map(({ id }) => id),
    );
    for (const flow of some) if (seen.has(flow.id)) found.push(flow);
  }
  return found;
}
