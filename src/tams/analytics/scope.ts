import type { Duck } from '../../vast/analytics/duckdb';
import { sql, type Sql, type SqlValue } from '../../vast/analytics/sql';
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

/** @throws TamsError `FlowNotFound`, `SourceNotFound`, `InvalidAnalysis` when both a flow and a source are named */
export async function conditionOf(duck: Duck, scope: Scope, signal: AbortSignal): Promise<Condition> {
  const numbers = await flowNumbers(duck, scope, signal);
  const inFlows = numbers && {
    text: `flow_no IN (${numbers.map(() => '?::INTEGER').join(', ')})`,
    values: numbers,
  };
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

/** The numbers of the flows; null for all. */
async function flowNumbers(duck: Duck, scope: Scope, signal: AbortSignal): Promise<number[] | null> {
  const { flowId, sourceId } = scope;
  if (flowId != null && sourceId != null)
    throw new TamsError('InvalidAnalysis', 'name a flow or a source, not both');
  if (flowId == null && sourceId == null) return null;
  const query: Sql =
    flowId != null
      ? sql('SELECT flow_no FROM flows WHERE id = ?', [flowId])
      : sql('SELECT flow_no FROM flows WHERE source_id = ?', [sourceId!]);
  const rows = await duck.rows<{ flow_no: number }>(query, signal);
  if (rows.length > 0) return rows.map(({ flow_no }) => flow_no);
  throw flowId != null ? new TamsError('FlowNotFound', flowId) : new TamsError('SourceNotFound', sourceId!);
}
