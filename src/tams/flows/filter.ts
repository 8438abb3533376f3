import type { TableReader } from '../../vast/database';
import { eq, isIn, type Predicate } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { Sight } from '../access/sight';
import { collectionsOf } from '../collections';
import { TamsError } from '../errors';
import { filterIsValid, given, splitTagFilters, textIsValid } from '../filters';
import { bothChecks, sightCheck, type Check } from '../listing';
import type { FlowFilter, TagFilter, Uuid } from '../model';
import { timelinesWithSegments } from '../segments/presence';
import type { Timelines } from '../segments/timelines';
import type { flowsTable } from '../tables';
import { tagsMatch } from '../tags';
import { ETERNITY, isEmpty, type TimeRange } from '../time/timerange';
import { uuid } from '../validation/ids';

export type FlowRecord = Row<typeof flowsTable>;
export type FlowPredicate = Predicate<FlowRecord>;

/** What lists of flows are read from. */
export interface FlowReader {
  readonly db: TableReader;
  readonly timelines: Timelines;
  readonly sight: Sight | null;
}

/** A filter, taken apart by how its conditions are answered. */
export interface FlowSelection {
  /** Conditions on a flow's own columns, `ids` among them. */
  readonly where: readonly FlowPredicate[];
  /** The only flows it can be; null for no bound. */
  readonly ids: readonly Uuid[] | null;
  /** A projection that starts with an equality of `where`. */
  readonly projection: 'by_source' | 'by_label' | null;
  readonly tags: readonly TagFilter[];
  readonly timerange: TimeRange | null;
}

/**
 * Reads storage once if the filter has `collectedBy`, else not; and once or twice more for a limited caller.
 * @throws TamsError `InvalidFilter`, `InvalidId`
 */
export async function selectionOf(from: FlowReader, filter: FlowFilter): Promise<FlowSelection> {
  filterIsValid(filter);
  if (given(filter.sourceId)) uuid(filter.sourceId, 'sourceId of the filter');
  mimeTypeIsValid('codec', filter.codec);
  mimeTypeIsValid('container', filter.container);
  const ids = await onlyIds(from, filter);
  return {
    where: [...columnConditions(filter), ...(ids ? [isIn('id', ids)] : [])],
    ids,
    projection: given(filter.sourceId) ? 'by_source' : given(filter.label) ? 'by_label' : null,
    tags: filter.tags ?? [],
    timerange: limitingTimerange(filter.timerange),
  };
}

async function onlyIds({ db, sight }: FlowReader, filter: FlowFilter): Promise<readonly Uuid[] | null> {
  const ids = filter.ids ?? null;
  const { collectedBy } = filter;
  if (!given(collectedBy)) return ids && [...new Set(ids)];
  if (sight && !(await sight.seesFlow(db, collectedBy))) return [];
  const members = new Set((await collectionsOf(db, [collectedBy])).flat().map(({ id }) => id));
  return ids ? [...new Set(ids)].filter((id) => members.has(id)) : [...members];
}

/** Exact and case-sensitive (F1); widths and heights match any flow that has them, images too (F2). */
function columnConditions(filter: FlowFilter): FlowPredicate[] {
  const conditions: FlowPredicate[] = [];
  if (given(filter.sourceId)) conditions.push(eq('source_id', filter.sourceId));
  if (given(filter.label)) conditions.push(eq('label', filter.label));
  if (given(filter.format)) conditions.push(eq('format', filter.format));
  if (given(filter.codec)) conditions.push(eq('codec', filter.codec));
  if (given(filter.container)) conditions.push(eq('container', filter.container));
  if (given(filter.frameWidth)) conditions.push(eq('frame_width', filter.frameWidth));
  if (given(filter.frameHeight)) conditions.push(eq('frame_height', filter.frameHeight));
  if (given(filter.readOnly)) conditions.push(eq('read_only', filter.readOnly));
  return conditions;
}

/** A filter for a MIME type needs a slash (F1). @throws TamsError `InvalidFilter` */
function mimeTypeIsValid(path: string, type: string | null | undefined): void {
  textIsValid(path, type);
  if (given(type) && !type.includes('/'))
    throw new TamsError('InvalidFilter', `${path} is a MIME type, so it holds a slash`);
}

/** All time, in any spelling, is no filter: flows without content are listed too (T11). */
function limitingTimerange(timerange: TimeRange | null | undefined): TimeRange | null {
  const all = timerange?.lo === ETERNITY.lo && timerange.hi === ETERNITY.hi;
  return all ? null : (timerange ?? null);
}

/** What storage does not answer on its way, besides the tag that it followed, if any. */
export function checkOf(
  { db, timelines, sight }: FlowReader,
  selection: FlowSelection,
  tagFollowed: boolean,
): Check {
  const tags = tagFollowed ? splitTagFilters(selection.tags).checked : selection.tags;
  const tagCheck: Check = tags.length > 0 ? (ids) => tagsMatch(db, 'flow', ids, tags) : null;
  return [
    sightCheck(sight && ((ids) => sight.flows(db, ids))),
    tagCheck,
    timerangeCheck({ db, timelines }, selection.timerange),
  ].reduce(bothChecks);
}

/** Overlap is judged by the segments themselves, not by their extent (T12); the empty range finds flows without content (T11). */
function timerangeCheck({ db, timelines }: Omit<FlowReader, 'sight'>, timerange: TimeRange | null): Check {
  if (timerange === null) return null;
  const haveSegments = async (ids: readonly Uuid[], within: TimeRange) =>
    timelinesWithSegments(db, await timelines.of(ids), within);
  if (isEmpty(timerange)) return async (ids) => (await haveSegments(ids, ETERNITY)).map((has) => !has);
  return (ids) => haveSegments(ids, timerange);
}
