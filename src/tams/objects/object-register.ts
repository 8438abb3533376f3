import type { TableTransaction } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import type { TamsOptions } from '../context';
import type { Instant, SegmentInput, UncontrolledUrl, Uuid } from '../model';
import { objectsTable } from '../tables';
import { forgetObjects } from './forgetting';
import { objectsById, type StoredObject } from './object-rows';
import { stateOf, type ObjectState } from './object-state';
import { FIRST_SET, insertUrlSets, nextUrlSets, type UrlSet } from './url-sets';

interface Registered {
  state: ObjectState;
  /** As stored; null for an object that the store does not know yet. */
  readonly row: StoredObject | null;
  /** Its bytes are elsewhere. */
  external: boolean;
  nextSet: number;
}

/**
 * The media objects that registrations name: their states as these go on, and what they change about them (TAMS 7.0, storage
 * and media objects). Reads them at the start and writes them at the end, in batches.
 */
export class ObjectRegister {
  /** With the flows whose segments named them first. */
  private readonly created: (readonly [objectId: string, flowId: Uuid])[] = [];
  private readonly replaced: StoredObject[] = [];
  /** By the flow whose segment named them first. */
  private readonly firstUsed = new Map<Uuid, RowId[]>();
  private readonly revived: RowId[] = [];
  private readonly sets: UrlSet[] = [];

  private constructor(
    private readonly at: Instant,
    private readonly objects: ReadonlyMap<string, Registered>,
  ) {}

  /** One storage read; one more when a segment brings URLs for an object that is known. */
  static async open(
    tx: TableTransaction,
    inputs: readonly SegmentInput[],
    at: Instant,
    options: TamsOptions,
  ): Promise<ObjectRegister> {
    const ids = [...new Set(inputs.map(({ objectId }) => objectId))];
    const rows = await objectsById(tx, ids);
    const known = inputs.filter(({ getUrls, objectId }) => getUrls?.length && rows.has(objectId));
    const nextSets = await nextUrlSets(tx, [...new Set(known.map(({ objectId }) => objectId))]);
    const objects = new Map<string, Registered>();
    for (const id of ids) {
      const row = rows.get(id) ?? null;
      const state = stateOf(row, at, options);
      const external = state !== 'gone' && row?.storage_id === null;
      objects.set(id, { state, row, external, nextSet: nextSets.get(id) ?? FIRST_SET + 1 });
    }
    return new ObjectRegister(at, objects);
  }

  /** The objects that the store knows as they were at the start, with the flows that they are of. */
  get known(): readonly { readonly id: string; readonly state: ObjectState; readonly allocatedFor: Uuid }[] {
    return [...this.objects].flatMap(([id, { state, row }]) =>
      row && state !== 'gone' ? [{ id, state, allocatedFor: row.allocated_for }] : [],
    );
  }

  stateOf(objectId: string): ObjectState {
    return this.of(objectId).state;
  }

  /** The backend that holds the object; null for an external one. */
  storageOf(objectId: string): string | null {
    const { row, external } = this.of(objectId);
    return external ? null : (row?.storage_id ?? null);
  }

  /** The flow that the object is allocated for, if it is known. */
  allocatedFor(objectId: string): Uuid | null {
    return this.of(objectId).row?.allocated_for ?? null;
  }

  /**
   * A segment of the flow, with these URLs, names the object, which is usable (SG4).
   * @returns the number of the segment's set of uncontrolled URLs, or null when it has none
   */
  use(flowId: Uuid, objectId: string, urls: readonly UncontrolledUrl[]): number | null {
    const object = this.of(objectId);
    const isNew = object.state === 'gone';
    this.enter(flowId, objectId, object);
    if (urls.length === 0) return urlSetInherited(object.external);
    const set = isNew ? FIRST_SET : object.nextSet++;
    this.sets.push({ objectId, set, urls });
    return set;
  }

  async write(tx: TableTransaction): Promise<void> {
    await forgetObjects(tx, this.replaced, this.at);
    await tx.insert(
      objectsTable,
      this.created.map(([id, flowId]) => ({
        id,
        created: this.at,
        allocated_for: flowId,
        first_referenced_by: flowId,
      })),
    );
    for (const [flowId, rows] of this.firstUsed)
      await tx.update(objectsTable, rows, { allocated_until: null, first_referenced_by: flowId });
    await tx.update(objectsTable, this.revived, { unreferenced_since: null });
    await insertUrlSets(tx, this.sets);
  }

  /** Brings the object into the state `referenced`. `first_referenced_by` is set at its first use and stays (O2). */
  private enter(flowId: Uuid, objectId: string, object: Registered): void {
    const { row } = object;
    if (object.state === 'gone') {
      if (row) this.replaced.push(row);
      this.created.push([objectId, flowId]);
      object.external = true;
      object.nextSet = FIRST_SET + 1;
    } else if (row && object.state === 'allocated') {
      const rows = this.firstUsed.get(flowId) ?? [];
      this.firstUsed.set(flowId, rows);
      rows.push(row.rowId);
    } else if (row && object.state === 'grace') this.revived.push(row.rowId);
    object.state = 'referenced';
  }

  private of(objectId: string): Registered {
    const object = this.objects.get(objectId);
    if (!object) throw new Error('The register was not opened for this object');
    return object;
  }
}

/** A segment that brings no URLs for an external object has those of the object's first registration (G3). */
function urlSetInherited(external: boolean): number | null {
  return external ? FIRST_SET : null;
}
