import type { InsertRow, TableTransaction } from '../database';
import { InvalidValue, UniqueViolation } from '../engine';
import type { Columns, TableDefinition } from '../table';
import type { RowFailure } from './report';

const REPORTED_AT_MOST = 100;

/** A batch that can never be inserted, with the rows to blame. */
export class RowsRefused extends Error {
  constructor(
    readonly failures: readonly RowFailure[],
    cause: unknown,
  ) {
    const [first, ...others] = failures;
    const more = others.length === 0 ? '' : `, and ${others.length} more of the batch`;
    super(first ? `Row ${first.row}: ${first.error}${more}` : messageOf(cause), { cause });
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Inserts a batch whose first row has number `from`. @throws RowsRefused when rows of it are to blame */
export async function insertRows(
  tx: TableTransaction,
  table: TableDefinition,
  rows: readonly unknown[],
  from: number,
): Promise<void> {
  try {
    await insert(tx, table, rows);
  } catch (error) {
    if (!blamesRows(error)) throw error;
    throw new RowsRefused(await findRefused(tx, table, rows, from), error);
  }
}

/**
 * Only what JavaScript or the checks of the engine say of a value, or the key says. After an error of the disk the
 * transaction may be over, and to go on in it would write outside of any.
 */
const blamesRows = (error: unknown): boolean =>
  error instanceof InvalidValue || error instanceof UniqueViolation || error instanceof TypeError;

/**
 * Halves the batch until each refused row stands alone, leaving those in place that are accepted: a row may be refused for
 * one before it in the same batch. The caller's transaction must be given up afterwards.
 */
async function findRefused(
  tx: TableTransaction,
  table: TableDefinition,
  rows: readonly unknown[],
  from: number,
): Promise<RowFailure[]> {
  const failures: RowFailure[] = [];
  const halve = async (low: number, high: number): Promise<void> => {
    if (failures.length >= REPORTED_AT_MOST) return;
    try {
      await insert(tx, table, rows.slice(low, high));
    } catch (error) {
      if (!blamesRows(error)) throw error;
      if (high - low === 1) failures.push({ row: from + low, error: messageOf(error) });
      else {
        const middle = (low + high) >>> 1;
        await halve(low, middle);
        await halve(middle, high);
      }
    }
  };
  await halve(0, rows.length);
  return failures;
}

function insert(tx: TableTransaction, table: TableDefinition, rows: readonly unknown[]): Promise<void> {
  for (const row of rows)
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      return Promise.reject(new InvalidValue(`A row must be an object with cells by column name`));
  return tx.insert(table, rows as readonly InsertRow<Columns>[]);
}
