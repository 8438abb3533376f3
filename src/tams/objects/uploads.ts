import { eq, isIn } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { flowsTable, objectsTable } from '../tables';
import { noteLateUpload } from './late-uploads';
import { objectsById, type StoredObject } from './object-rows';
import { stateOf } from './object-state';
import { flowsAreWritable, objectMayBeWritten } from './rules/uploads';

/** How an upload may go on. */
export interface AdmittedUpload {
  readonly contentType: string;
  /** Whether bytes that are there may be replaced; where not, the media store must refuse, whatever is known here. */
  readonly overwrite: boolean;
}

/**
 * Whether bytes of the object may be written now.
 * @throws TamsError `ObjectNotFound` (unknown, expired or external), `FlowReadOnly`, `MediaImmutable`
 */
export async function admitUpload(context: StoreContext, objectId: string): Promise<AdmittedUpload> {
  const object = await heldObject(context, objectId);
  if (!object) throw new TamsError('ObjectNotFound', objectId);
  const flowIds = [object.row.allocated_for, object.row.first_referenced_by].filter((id) => id !== null);
  const flows = await context.db.select(flowsTable, {
    columns: ['id', 'read_only'],
    where: isIn('id', flowIds),
    limit: flowIds.length,
  });
  flowsAreWritable(flows);
  const state = stateOf(object.row, context.now(), context.options);
  // What can be restored is restored as it was: bytes that deleted segments may name stay what they are, too.
  const kept = state === 'referenced' || (state === 'grace' && context.options.softDeleteRetentionMs > 0);
  objectMayBeWritten(objectId, kept, object.row.size !== null);
  return { contentType: object.contentType, overwrite: !kept };
}

/**
 * Bytes of the object were written: keeps their number.
 * @throws TamsError `ObjectNotFound` when it was forgotten while they came
 */
export async function recordUpload(context: StoreContext, objectId: string, size: number): Promise<void> {
  await context.db.transaction(async (tx) => {
    const [row] = await tx.select(objectsTable, {
      columns: ['id', 'first_referenced_by'],
      where: eq('id', objectId),
      limit: 1,
      includeRowIds: true,
    });
    if (!row) throw new TamsError('ObjectNotFound', objectId);
    await tx.update(objectsTable, [row.rowId], { size });
    if (row.first_referenced_by !== null) await noteLateUpload(tx, objectId);
  });
}

/** What a reader of the object's bytes must know; null when the store holds no such object. */
export async function readableObject(
  context: StoreContext,
  objectId: string,
): Promise<{ contentType: string } | null> {
  const object = await heldObject(context, objectId);
  return object && { contentType: object.contentType };
}

/** An object that is not gone and whose bytes a store of this server holds. One storage read. */
async function heldObject(
  { db, now, options }: StoreContext,
  objectId: string,
): Promise<{ row: StoredObject; contentType: string } | null> {
  const row = (await objectsById(db, [objectId])).get(objectId);
  if (!row || stateOf(row, now(), options) === 'gone' || row.content_type === null) return null;
  return { row, contentType: row.content_type };
}
