import type { TableTransaction } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { eq, isIn } from '../../vast/predicate';
import { TamsError } from '../errors';
import type { Flow, PartOfFlow, Uuid } from '../model';
import { flowsTable } from '../tables';
import { columnsFor, FLOW_COLUMNS, flowOfRow } from './read';
import { flowIsWritable } from './rules/read-only';

const STORED_COLUMNS = [...FLOW_COLUMNS, 'deletion_barrier'] as const;

export interface StoredFlow<K extends keyof Flow = keyof Flow> {
  readonly rowId: RowId;
  readonly flow: PartOfFlow<K>;
  /** What its segments get at registration (flows table); null in nearly all flows. */
  readonly deletionBarrier: number | null;
}

/** The live flow with its row, or null. One storage read. */
export async function storedFlow(tx: TableTransaction, id: Uuid): Promise<StoredFlow | null> {
  const [stored] = await storedFlows(tx, [id]);
  return stored ?? null;
}

/** Those of the flows that are live, in the ids' order. One storage read. */
export function storedFlows(tx: TableTransaction, ids: readonly Uuid[]): Promise<StoredFlow[]> {
  return readStored(tx, ids, STORED_COLUMNS);
}

async function readStored(
  tx: TableTransaction,
  ids: readonly Uuid[],
  columns: readonly (typeof STORED_COLUMNS)[number][],
): Promise<StoredFlow[]> {
  const rows = await tx.select(flowsTable, {
    columns,
    where: ids.length === 1 ? eq('id', ids[0]!) : isIn('id', ids),
    limit: ids.length,
    includeRowIds: true,
  });
  const found = new Map(
    rows.map((row) => [
      row.id,
      { rowId: row.rowId, flow: flowOfRow(row), deletionBarrier: row.deletion_barrier },
    ]),
  );
  return ids.map((id) => found.get(id)).filter((stored) => stored !== undefined);
}

/** @throws TamsError `FlowNotFound` */
export async function existingFlow(tx: TableTransaction, id: Uuid): Promise<StoredFlow> {
  const stored = await storedFlow(tx, id);
  if (!stored) throw new TamsError('FlowNotFound', id);
  return stored;
}

/** What it takes to know of a flow to change its segments or delete it: a fifth of what is stored of it. */
const USE_PROPERTIES = ['id', 'sourceId', 'format', 'container', 'readOnly'] as const;
const USE_COLUMNS = [...columnsFor(USE_PROPERTIES), 'deletion_barrier'] as const;

/** A flow as far as it takes to change its content. */
export type FlowInUse = StoredFlow<(typeof USE_PROPERTIES)[number]>;

/**
 * The flow whose content this transaction changes, or that it deletes.
 * @throws TamsError `FlowNotFound`, `FlowReadOnly`
 */
export async function writableFlow(tx: TableTransaction, id: Uuid): Promise<FlowInUse> {
  return writable((await flowsInUse(tx, [id])).get(id), id);
}

/** Those of the flows that are live, by id: for `writable`. One storage read. */
export async function flowsInUse(
  tx: TableTransaction,
  ids: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, FlowInUse>> {
  const stored = await readStored(tx, ids, USE_COLUMNS);
  return new Map(stored.map((flow) => [flow.flow.id, flow]));
}

/** @throws TamsError `FlowNotFound`, `FlowReadOnly` */
export function writable(stored: FlowInUse | undefined, id: Uuid): FlowInUse {
  if (!stored) throw new TamsError('FlowNotFound', id);
  flowIsWritable(stored.flow);
  return stored;
}

/**
 * The MIME type of the flow's media objects. Only a flow with a container has media of its own, so only it takes
 * segments and storage (TAMS 7.0, flow container).
 * @throws TamsError `NoContainer`
 */
export function requireContainer(flow: Pick<Flow, 'id' | 'container'>): string {
  if (flow.container === null) throw new TamsError('NoContainer', flow.id);
  return flow.container;
}
