import type { TableReader } from '../../vast/database';
import { collectionsOf } from '../collections';
import { latestDeletionOf } from '../deleted/records';
import { TamsError } from '../errors';
import type { CollectionItem, Tag, Uuid } from '../model';
import { sourcesByIds } from '../sources/read';
import { flowsLastSeen } from './last-seen';
import { classesOf } from './limits';
import type { Shown, Sight } from './sight';

/*
 * What who sees a part of the store may make of it (BBC application note 0016): nothing that they would not see then, nothing in
 * place of what they do not see, and no class comes or goes that is not theirs. To be asked within the transaction.
 */

/** A flow that is to be put, and what is stored in its place. */
export interface FlowPut {
  readonly next: Shown;
  readonly stored: Omit<Shown, 'id'> | null;
}

/**
 * An id that is taken by what is not seen cannot be answered like a free one, which makes a flow: it is answered like a flow
 * that may not be made.
 * @throws TamsError `BeyondLimits`
 */
export async function flowMayBePut(
  reader: TableReader,
  sight: Sight,
  { next, stored }: FlowPut,
): Promise<void> {
  const { id, sourceId, tags } = next;
  const mayBe =
    sight.showsFlow(next) &&
    (stored ? await sight.seesFlow(reader, id) : await isFree(reader, sight, id)) &&
    (stored?.sourceId === sourceId || (await mayJoin(reader, sight, sourceId)));
  if (!mayBe)
    throw new TamsError(
      'BeyondLimits',
      `they do not show the flow ${id}, or its source ${sourceId}, as it would be`,
    );
  classesAreTheirs(sight, stored?.tags ?? [], tags);
}

/** What is kept of a flow that had the id, and was not seen, is not for who takes the id. */
async function isFree(reader: TableReader, sight: Sight, id: Uuid): Promise<boolean> {
  if ((await latestDeletionOf(reader, id)) === null) return true;
  return (await flowsLastSeen(reader, sight, [id])).has(id);
}

/** A new source takes its classes from its first flow; one that is there has to be seen already. */
async function mayJoin(reader: TableReader, sight: Sight, sourceId: Uuid): Promise<boolean> {
  const [source] = await sourcesByIds(reader, [sourceId]);
  return !source || sight.seesSource(reader, sourceId);
}

/** @throws TamsError `BeyondLimits` when the flow would be seen no more, or gains or loses a class that is not theirs */
export function flowTagsMayBe(sight: Sight, stored: Shown, tags: readonly Tag[]): void {
  classesAreTheirs(sight, stored.tags, tags);
  if (!sight.showsFlow({ ...stored, tags })) throw hides(`the flow ${stored.id}`);
}

/** @throws TamsError `BeyondLimits`, as for a flow */
export async function sourceTagsMayBe(
  reader: TableReader,
  sight: Sight,
  { id, tags }: Omit<Shown, 'sourceId'>,
  next: readonly Tag[],
): Promise<void> {
  classesAreTheirs(sight, tags, next);
  const shows =
    sight.sourceIds.has(id) || sight.showsTags(next) || (await sight.sourcesOfFlows(reader)).has(id);
  if (!shows) throw hides(`the source ${id}`);
}

/** The members of the flow that are seen, and those that stay in it whatever a limited caller writes. */
export async function membersOf(
  reader: TableReader,
  sight: Sight | null,
  flowId: Uuid,
): Promise<{ readonly seen: readonly CollectionItem[]; readonly hidden: readonly CollectionItem[] }> {
  const [items = []] = await collectionsOf(reader, [flowId]);
  if (!sight) return { seen: items, hidden: [] };
  const seen = await sight.flows(
    reader,
    items.map(({ id }) => id),
  );
  return {
    seen: items.filter(({ id }) => seen.has(id)),
    hidden: items.filter(({ id }) => !seen.has(id)),
  };
}

function classesAreTheirs({ classes }: Sight, stored: readonly Tag[], next: readonly Tag[]): void {
  const before = classesOf(stored);
  const after = classesOf(next);
  const foreign = [...before, ...after].find(
    (name) => before.has(name) !== after.has(name) && !classes.has(name),
  );
  if (foreign !== undefined)
    throw new TamsError(
      'BeyondLimits',
      `the class ${JSON.stringify(foreign.slice(0, 60))} is not one of theirs`,
    );
}

const hides = (what: string) => new TamsError('BeyondLimits', `they would not show ${what} any more`);
