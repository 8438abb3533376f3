import { Deletions } from '../fixture';

/** Opens the store of a folder, says so, does the work of its deletion requests, says `done` and ends. */
async function main(folder: string): Promise<void> {
  const deletions = await Deletions.open({}, folder);
  process.stdout.write('open\n');
  await deletions.work();
  await deletions.test.db.close();
  process.stdout.write('done\n');
}

void main(process.argv[2]!);
