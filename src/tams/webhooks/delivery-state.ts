import { nextSequence } from '../../events/append';
import type { TableTransaction, VastDatabase } from '../../vast/database';
import { eq } from '../../vast/predicate';
import { ALL_ROWS } from '../limits';
import type { DeliveryRecord, Instant, Uuid, Webhook } from '../model';
import { webhooksTable } from '../tables';
import { pauseAfter, type DeliveryOptions } from './delivery-options';
import type { SendOutcome } from './sender';
import { WEBHOOK_COLUMNS, webhookOfRow } from './webhook-rows';

/** How far the deliveries of a registration are, and how they went: what a restart goes on from. */
export interface DeliveryState extends DeliveryRecord {
  /** The sequence of the event up to which they are over. */
  readonly position: number;
}

/** A registration with what its deliveries need. */
export interface Registered {
  readonly webhook: Webhook;
  readonly apiKeyValue: string | null;
  /** How often its owner moved the position. */
  readonly replays: number;
  readonly state: DeliveryState;
}

const STATE_COLUMNS = ['position', 'replays', 'deliveries'] as const;

const NOTHING_YET: DeliveryRecord = {
  failures: 0,
  lastStatus: null,
  lastError: null,
  lastAttempt: null,
  lastSuccess: null,
  nextTry: null,
  missed: 0,
};

/** The state that a row's columns hold; `newest` is the sequence for a row without a position. */
export function stateOfRow(
  row: { readonly position: number | null; readonly deliveries: DeliveryRecord | null },
  newest: number,
): DeliveryState {
  return { ...NOTHING_YET, ...row.deliveries, position: row.position ?? newest };
}

/** The state after a try that ended now. The position is the caller's to move. */
export function afterTry(
  state: DeliveryState,
  { status, error }: SendOutcome,
  now: Instant,
  options: DeliveryOptions,
): DeliveryState {
  const last = { lastStatus: status, lastError: error, lastAttempt: now };
  if (error === null) return { ...state, ...last, lastSuccess: now, failures: 0, nextTry: null };
  const failures = state.failures + 1;
  return { ...state, ...last, failures, nextTry: now + pauseAfter(failures, options) };
}

/** Where a registration that is made in this transaction begins: behind everything committed before it. */
export async function beginning(tx: TableTransaction): Promise<number> {
  return (await nextSequence(tx)) - 1;
}

/** The registration, or null when there is none. A row without a position gets the one behind the newest event. */
export async function readRegistered(db: VastDatabase, id: Uuid): Promise<Registered | null> {
  const row = await db.selectOne(webhooksTable, {
    columns: [...WEBHOOK_COLUMNS, ...STATE_COLUMNS, 'api_key_value'],
    where: eq('id', id),
  });
  if (!row) return null;
  const position = row.position ?? (await storeBeginning(db, id));
  return {
    webhook: webhookOfRow(row),
    apiKeyValue: row.api_key_value,
    replays: row.replays ?? 0,
    state: stateOfRow(row, position),
  };
}

/** Registrations of all owners. */
export async function registeredIds(db: VastDatabase): Promise<Uuid[]> {
  const rows = await db.select(webhooksTable, { columns: ['id'], limit: ALL_ROWS });
  return rows.map(({ id }) => id);
}

/** Stores the state, unless the registration is gone or its owner has moved the position since `replays` was read. */
export async function saveState(
  db: VastDatabase,
  { webhook, replays }: Pick<Registered, 'webhook' | 'replays'>,
  { position, ...deliveries }: DeliveryState,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await stored(tx, webhook.id);
    if (!row || (row.replays ?? 0) !== replays) return;
    await tx.update(webhooksTable, [row.rowId], { position, deliveries });
  });
}

/** Moves the position of a registration; it is tried at once. */
export async function moveTo(tx: TableTransaction, id: Uuid, position: number): Promise<void> {
  const row = await stored(tx, id);
  if (!row) return;
  const deliveries = { ...NOTHING_YET, ...row.deliveries, failures: 0, nextTry: null };
  await tx.update(webhooksTable, [row.rowId], { position, replays: (row.replays ?? 0) + 1, deliveries });
}

async function storeBeginning(db: VastDatabase, id: Uuid): Promise<number> {
  return db.transaction(async (tx) => {
    const position = await beginning(tx);
    const row = await stored(tx, id);
    if (row) await tx.update(webhooksTable, [row.rowId], { position });
    return position;
  });
}

async function stored(tx: TableTransaction, id: Uuid) {
  const [row] = await tx.select(webhooksTable, {
    columns: STATE_COLUMNS,
    where: eq('id', id),
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}
