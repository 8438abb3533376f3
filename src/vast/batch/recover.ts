import type { TableDefinition } from '../table';
import { messageOf } from './insert-rows';
import type { RecordStore, StoredRecord } from './record-store';
import type { RecoveredInsertion } from './report';

/** Goes through what processes left behind and brings each insertion to the end that its rollback means. */
export async function recover(
  records: RecordStore,
  tables: readonly TableDefinition[],
): Promise<RecoveredInsertion[]> {
  const recovered: RecoveredInsertion[] = [];
  for await (const stored of records.unfinished()) {
    if (stored.record.finished) {
      await stored.record.close();
      continue;
    }
    const description = stored.record.describe(stored.target);
    const table = tables.find(({ name }) => name === stored.target);
    try {
      recovered.push({ ...description, ...(await end(stored, table)), error: null });
    } catch (error) {
      recovered.push({ ...description, outcome: 'waiting', removed: 0, error: messageOf(error) });
    }
  }
  return recovered;
}

async function end(
  { record }: StoredRecord,
  table: TableDefinition | undefined,
): Promise<Pick<RecoveredInsertion, 'outcome' | 'removed'>> {
  if (record.keyed || !table) return { outcome: 'waiting', removed: 0 };
  const undo = record.rollback === 'all';
  let removed = 0;
  if (undo) for await (const step of record.undo(table)) removed += step.removed;
  await record.drop();
  return { outcome: undo ? 'undone' : 'kept', removed };
}
