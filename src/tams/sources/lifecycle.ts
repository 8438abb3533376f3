import type { TableTransaction } from '../../vast/database';
import type { Deletion } from '../../vast/engine';
import { and, eq } from '../../vast/predicate';
import { latestDeletionOfSource } from '../deleted/records';
import { TamsError } from '../errors';
import { sourceFormatMatches } from '../flows/rules/format';
import type { Caller, ContentFormat, Instant, Tag, Uuid } from '../model';
import { flowsTable, sourcesTable } from '../tables';
import { hideTags, replaceTags, restoreTags } from '../tags';
import { sourcesByIds } from './read';

/*
 * A source exists exactly while a flow names it: flows bring it and take it away (TAMS 7.0, sources; SEMANTICS 7).
 */

/** What a source takes from the flow that brings it. */
export interface FirstFlow {
  readonly sourceId: Uuid;
  readonly format: ContentFormat;
  readonly label: string | null;
  readonly description: string | null;
  readonly tags: readonly Tag[];
}

/**
 * Sees to it that a flow's source is there and has its format (SO2). A new one copies the flow's label, description and
 * tags, once (SO1); it is created by the caller, whatever the flow says of itself (M2). Says whether it is new.
 * @throws TamsError `FormatMismatch`
 */
export async function joinSource(
  tx: TableTransaction,
  flow: FirstFlow,
  caller: Caller,
  at: Instant,
): Promise<boolean> {
  const [source] = await sourcesByIds(tx, [flow.sourceId]);
  if (source) {
    sourceFormatMatches(source, flow.format);
    return false;
  }
  await tx.insert(sourcesTable, [
    {
      id: flow.sourceId,
      format: flow.format,
      label: flow.label,
      description: flow.description,
      created: at,
      created_by: caller.principal,
      updated: at,
      updated_by: caller.principal,
    },
  ]);
  await replaceTags(tx, 'source', { id: flow.sourceId, created: at }, flow.tags);
  return true;
}

/** Hides a source that no flow names any more, with its tags. Says whether it did. */
export async function leaveSource(tx: TableTransaction, id: Uuid, deletion: Deletion): Promise<boolean> {
  const left = await tx.selectOne(flowsTable, {
    columns: ['id'],
    where: eq('source_id', id),
    projection: 'by_source',
  });
  if (left) return false;
  const rows = await tx.select(sourcesTable, {
    columns: [],
    where: eq('id', id),
    limit: 1,
    includeRowIds: true,
  });
  await tx.delete(
    sourcesTable,
    rows.map(({ rowId }) => rowId),
    deletion,
  );
  await hideTags(tx, 'source', id, deletion);
  return true;
}

/**
 * Sees to it that a restored flow's source is there: as it was when it went last, with the tags it had then.
 * Says whether it had to come back.
 * @throws TamsError `RestoreConflict` when a source of another format has taken its id.
 */
export async function rejoinSource(
  tx: TableTransaction,
  flow: FirstFlow,
  caller: Caller,
  at: Instant,
): Promise<boolean> {
  const [live] = await sourcesByIds(tx, [flow.sourceId]);
  if (live && live.format !== flow.format)
    throw new TamsError(
      'RestoreConflict',
      `source ${live.id} is ${live.format} now, the flow is ${flow.format}`,
    );
  if (live) return false;
  // It is gone, so the last deletion of it hid it as it was last.
  const deletion = await latestDeletionOfSource(tx, flow.sourceId);
  if (deletion === null) return joinSource(tx, flow, caller, at);
  const [gone] = await tx.select(sourcesTable, {
    columns: ['format'],
    where: and(eq('deletion', deletion), eq('id', flow.sourceId)),
    visibility: 'deleted',
    limit: 1,
    includeRowIds: true,
  });
  if (gone?.format !== flow.format) return joinSource(tx, flow, caller, at);
  await tx.restore(sourcesTable, [gone.rowId]);
  await restoreTags(tx, 'source', flow.sourceId, deletion);
  return true;
}
