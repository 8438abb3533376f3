import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import { PRIMARY } from '../../vast/table';
import { CLASSES_TAG } from '../access/limits';
import type { Sight } from '../access/sight';
import { splitTagFilters } from '../filters';
import { ALL_ROWS } from '../limits';
import {
  allOf,
  behind,
  countOf,
  pageOf,
  pagesOf,
  passing,
  walkAlong,
  walkEach,
  walkOver,
  walkTogether,
  type Position,
  type Walk,
} from '../listing';
import type { Flow, FlowFilter, Page, PageRequest, PartOfFlow, Uuid } from '../model';
import { flowsTable } from '../tables';
import { walkTagged } from '../tags';
import {
  checkOf,
  selectionOf,
  type FlowPredicate,
  type FlowReader,
  type FlowRecord,
  type FlowSelection,
} from './filter';
import { columnsFor, FLOW_COLUMNS, flowOfRow, type FlowRow } from './read';

/** To count flows takes no more than their places. */
const NO_DETAILS = columnsFor([]);

/**
 * Flows that pass the filter, newest first (P1, P5). Without tags and timerange it is one storage read.
 * @param properties read of each flow, besides its place: all when left out
 */
export async function listFlows<K extends keyof Flow = keyof Flow>(
  from: FlowReader,
  filter: FlowFilter,
  page: PageRequest,
  properties?: readonly K[],
): Promise<Page<PartOfFlow<K>>> {
  const selection = await selectionOf(from, filter);
  const { walk, tagFollowed } = await walkOf(
    from,
    selection,
    properties ? columnsFor(properties) : FLOW_COLUMNS,
  );
  return pageOf(walk, checkOf(from, selection, tagFollowed), page);
}

export async function countFlows(from: FlowReader, filter: FlowFilter): Promise<number> {
  const selection = await selectionOf(from, filter);
  if (checkOf(from, selection, false) === null) return from.db.count(flowsTable, allOf(selection.where));
  const { walk, tagFollowed } = await walkOf(from, selection, NO_DETAILS);
  return countOf(walk, checkOf(from, selection, tagFollowed));
}

/** For each source, its flows that pass the filter: one storage read for all when no tags or timerange are asked for. */
export async function listFlowsOfSources(
  from: FlowReader,
  sourceIds: readonly Uuid[],
  filter: FlowFilter,
  page: PageRequest,
): Promise<Page<Flow>[]> {
  const selection = await selectionOf(from, filter);
  return pagesOf(
    sourceIds,
    (ids, after, limit) => flowsOfSources(from.db, ids, selection, after, limit),
    checkOf(from, selection, false),
    page,
  );
}

/** As many storage reads for one source as for many: one, and one for each of tags and timerange asked for. */
export async function countFlowsOfSources(
  from: FlowReader,
  sourceIds: readonly Uuid[],
  filter: FlowFilter,
): Promise<number[]> {
  const selection = await selectionOf(from, filter);
  const groups = await from.db.selectEach(flowsTable, 'source_id', sourceIds, {
    columns: ['id', 'created'],
    where: allOf(selection.where),
    projection: 'by_source',
    limit: ALL_ROWS,
  });
  const check = checkOf(from, selection, false);
  const passed = new Set((await passing(groups.flat(), check)).map(({ id }) => id));
  return groups.map((flows) => flows.filter(({ id }) => passed.has(id)).length);
}

async function flowsOfSources(
  reader: TableReader,
  sourceIds: readonly Uuid[],
  selection: FlowSelection,
  after: Position | null,
  limit: number,
): Promise<Flow[][]> {
  const groups = await reader.selectEach(flowsTable, 'source_id', sourceIds, {
    columns: FLOW_COLUMNS,
    where: allOf<FlowRecord>([...selection.where, behind(after, 'created', 'id')]),
    projection: 'by_source',
    limit,
  });
  return groups.map((rows) => rows.map(flowOfRow));
}

/**
 * What storage follows: the few flows that are named, a source or a label, a tag's value, else all flows, or all that a limited
 * caller sees.
 */
async function walkOf(
  { db: reader, sight }: FlowReader,
  selection: FlowSelection,
  columns: readonly (keyof FlowRow)[],
): Promise<{ walk: Walk<Flow>; tagFollowed: boolean }> {
  const read = async (conditions: readonly FlowPredicate[], projection: string, limit: number) => {
    const where = allOf<FlowRecord>([...selection.where, ...conditions]);
    const rows = await reader.select(flowsTable, { columns, where, projection, limit });
    return rows.map(flowOfRow);
  };
  if (selection.ids)
    return {
      walk: walkOver(selection.ids.length > 0 ? await read([], PRIMARY, selection.ids.length) : []),
      tagFollowed: false,
    };
  const { followed } = splitTagFilters(selection.tags);
  if (followed && !selection.projection)
    return {
      walk: walkTagged(reader, 'flow', followed, (ids) => read([isIn('id', ids)], PRIMARY, ids.length)),
      tagFollowed: true,
    };
  if (sight && !selection.projection)
    return { walk: await walkSeen(reader, sight, selection, columns, read), tagFollowed: false };
  const projection = selection.projection ?? 'newest';
  return {
    walk: walkAlong((after, limit) => read([behind(after, 'created', 'id')], projection, limit)),
    tagFollowed: false,
  };
}

/** Along what shows flows to a limited caller: their ids, their sources and the texts of their tag. */
async function walkSeen(
  reader: TableReader,
  sight: Sight,
  selection: FlowSelection,
  columns: readonly (keyof FlowRow)[],
  read: (conditions: readonly FlowPredicate[], projection: string, limit: number) => Promise<Flow[]>,
): Promise<Walk<Flow>> {
  const named = (ids: readonly Uuid[]) => read([isIn('id', ids)], PRIMARY, ids.length);
  const texts = await sight.tagTexts(reader, 'flow');
  return walkTogether([
    walkOver(await named([...sight.flowIds])),
    walkEach(async (after, limit) => {
      const groups = await reader.selectEach(flowsTable, 'source_id', [...sight.sourceIds], {
        columns,
        where: allOf<FlowRecord>([...selection.where, behind(after, 'created', 'id')]),
        projection: 'by_source',
        limit,
      });
      return groups.map((rows) => rows.map(flowOfRow));
    }),
    ...texts.map((value) => walkTagged(reader, 'flow', { name: CLASSES_TAG, value }, named)),
  ]);
}
