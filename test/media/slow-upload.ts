import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { FileStore } from '../../src/media/file-store';

/**
 * A process to be killed: stores objects in the folder it is given, several at once and slowly, and prints the id and
 * the entity tag of each as soon as it is stored.
 */
async function main(folder: string, prefix: string): Promise<void> {
  const store = await FileStore.open(folder);
  const slowly = async function* () {
    for (let i = 0; i < 20; i += 1) {
      yield randomBytes(10_000);
      await wait(Math.random() * 2);
    }
  };
  const upload = async (lane: number) => {
    for (let i = 0; ; i += 1) {
      const id = `${prefix}/${lane}/${i}`;
      const written = await store.write(id, Readable.from(slowly()), {
        maxBytes: 1e9,
        contentType: 'video/mp2t',
        mayOverwrite: () => Promise.resolve(false),
      });
      process.stdout.write(`${id} ${written.etag}\n`);
    }
  };
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(upload));
}

const [folder = '', prefix = ''] = process.argv.slice(2);
main(folder, prefix).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
