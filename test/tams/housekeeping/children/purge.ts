import { TestStore } from '../../store-fixture';
import { LATER } from '../later';

/** Opens the store of a folder when all retention is over, says so, does one round of housekeeping, says `done` and ends. */
async function main(folder: string): Promise<void> {
  const test = await TestStore.open({}, folder);
  test.clock.now += LATER;
  process.stdout.write('open\n');
  await test.store.housekeeping.runOnce();
  await test.db.close();
  process.stdout.write('done\n');
}

void main(process.argv[2]!);
