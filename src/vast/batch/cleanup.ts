import type { TableDefinition } from '../table';
import { messageOf } from './insert-rows';
import type { InsertionRecord } from './record';
import type { BatchInsertion, CleanupReport } from './report';

type Found = Pick<CleanupReport, 'id' | 'table' | 'recorded' | 'found' | 'gone'>;

/** What an insertion has left in the table, by its record: counted by key, row by row. */
export async function inspect(
  table: TableDefinition,
  id: string,
  record: InsertionRecord | null,
): Promise<Found> {
  let recorded = 0;
  let found = 0;
  for (const part of record?.parts.values() ?? []) {
    recorded += part.to - part.from;
    found += await record!.countRows(table, part);
  }
  return { id, table: table.name, recorded, found, gone: recorded - found };
}

export function nothingToDo(found: Found, why: string): CleanupReport {
  const summary = `Nothing was done: ${why}`;
  return { ...found, action: 'nothing', removed: 0, insertion: null, summary };
}

/** Removes what is there, batch by batch, the latest first; what a failure leaves is still recorded. */
export async function removeAll(
  table: TableDefinition,
  record: InsertionRecord,
  found: Found,
): Promise<CleanupReport> {
  let removed = 0;
  const done = () =>
    `${removed} of ${found.recorded} rows of insertion ${found.id} were removed${goneText(found)}`;
  try {
    for await (const step of record.undo(table)) removed += step.removed;
    await record.drop();
  } catch (error) {
    const summary = `${done()}; the others are still there: ${messageOf(error)}`;
    return { ...found, action: 'failed', removed, insertion: null, summary };
  }
  return { ...found, action: 'removed', removed, insertion: null, summary: done() };
}

export function completed(found: Found, insertion: BatchInsertion): CleanupReport {
  const { inserted, present, rows, success, error } = insertion;
  const did = `${inserted} rows of insertion ${found.id} were inserted`;
  const summary = success
    ? `${did}, ${present} of ${rows} had been before${goneText(found)}`
    : `${did}, ${present} from before are there: ${error ?? ''}`;
  return { ...found, action: success ? 'completed' : 'failed', removed: 0, insertion, summary };
}

const goneText = ({ gone }: Found): string => (gone === 0 ? '' : `, ${gone} had been removed by others`);
