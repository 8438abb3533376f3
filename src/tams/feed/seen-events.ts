import type { EventHead, LoggedEvent } from '../../events/event-log';
import { flowsLastSeen, sourcesLastSeen } from '../access/last-seen';
import type { Limited } from '../access/within';
import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import type { Instant, JsonObject, Uuid } from '../model';
import { flowsTable, sourcesTable } from '../tables';

/** What feeds tell of an event. */
export type ToldEvent = Pick<LoggedEvent, keyof EventHead | 'payload'>;

type Heads = readonly EventHead[];

/**
 * Those of the events whose flow or source is seen, or was last, without the collectors that are not. Asked when they are
 * delivered: what is seen by its class changes.
 */
export async function seenHeads({ sight, reader }: Limited, heads: Heads): Promise<EventHead[]> {
  if (heads.length === 0) return [];
  const flows = await flowsLastSeen(
    reader,
    sight,
    heads.flatMap(({ flowId }) => flowId ?? []),
  );
  const sources = await sourcesLastSeen(
    reader,
    sight,
    heads.flatMap(({ flowId, sourceId }) => (flowId === null ? (sourceId ?? []) : [])),
  );
  const flowsBegan = await begunAt(reader, flowsTable, flows);
  const sourcesBegan = await begunAt(reader, sourcesTable, sources);
  const shown = heads.filter(({ flowId, sourceId, at }) => {
    if (flowId !== null)
      return flows.has(flowId) && (sight.flowIds.has(flowId) || at >= (flowsBegan.get(flowId) ?? 0));
    if (sourceId === null || !sources.has(sourceId)) return false;
    return sight.sourceIds.has(sourceId) || at >= (sourcesBegan.get(sourceId) ?? 0);
  });
  const flowCollectors = await sight.flows(
    reader,
    shown.flatMap(({ flowCollectedBy }) => flowCollectedBy),
  );
  const sourceCollectors = await sight.sources(
    reader,
    shown.flatMap(({ sourceCollectedBy }) => sourceCollectedBy),
  );
  return shown.map((head) => ({
    ...head,
    flowCollectedBy: head.flowCollectedBy.filter((id) => flowCollectors.has(id)),
    sourceCollectedBy: head.sourceCollectedBy.filter((id) => sourceCollectors.has(id)),
  }));
}

/** When what is live began: earlier events are of others that had the id, of which nobody knows who saw them. */
async function begunAt(
  reader: TableReader,
  table: typeof flowsTable | typeof sourcesTable,
  ids: ReadonlySet<Uuid>,
): Promise<ReadonlyMap<Uuid, Instant>> {
  if (ids.size === 0) return new Map();
  const rows = await reader.select(table as typeof sourcesTable, {
    columns: ['id', 'created'],
    where: isIn('id', [...ids]),
    limit: ids.size,
  });
  return new Map(rows.map(({ id, created }) => [id, created]));
}

/** The seen events, without the members and collectors in their documents that are not seen. */
export async function seenEvents(
  { sight, reader }: Limited,
  heads: Heads,
  events: readonly LoggedEvent[],
): Promise<ToldEvent[]> {
  const flows = await sight.flows(
    reader,
    events.flatMap(({ payload }) => related(payload.flow)),
  );
  const sources = await sight.sources(
    reader,
    events.flatMap(({ payload }) => related(payload.source)),
  );
  return events.map(({ payload }, i) => {
    const { flow, source } = payload as { flow?: JsonObject; source?: JsonObject };
    return {
      ...heads[i]!,
      payload: {
        ...payload,
        ...(flow && { flow: withSeen(flow, flows) }),
        ...(source && { source: withSeen(source, sources) }),
      },
    };
  });
}

/** What of a flow's or source's document names others. */
const LISTS = ['flow_collection', 'source_collection', 'collected_by'];

type Named = Uuid | { readonly id: Uuid };
const idOf = (named: Named): Uuid => (typeof named === 'string' ? named : named.id);

function related(document: unknown): Uuid[] {
  if (document === undefined) return [];
  return LISTS.flatMap((list) => ((document as JsonObject)[list] as Named[] | undefined) ?? []).map(idOf);
}

/** A list of which nothing is left is left out, as documents have it. */
function withSeen(document: JsonObject, seen: ReadonlySet<Uuid>): JsonObject {
  const properties = Object.entries(document).map(([name, value]): [string, unknown] => [
    name,
    LISTS.includes(name) ? (value as Named[]).filter((named) => seen.has(idOf(named))) : value,
  ]);
  return Object.fromEntries(
    properties.filter(([name, value]) => !LISTS.includes(name) || (value as Named[]).length > 0),
  );
}
