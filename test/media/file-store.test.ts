import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileStore, type OpenObject, type WriteOptions } from '../../src/media/file-store';
import { useFolder } from './folder';
import { HOSTILE_IDS } from './object-ids';

const folder = useFolder();

const options = (changes: Partial<WriteOptions> = {}): WriteOptions => ({
  maxBytes: 1e6,
  contentType: 'video/mp2t',
  mayOverwrite: () => Promise.resolve(false),
  ...changes,
});

async function read(
  store: FileStore,
  id: string,
  range?: { start: number; end: number },
): Promise<Buffer | null> {
  const object = await store.open(id);
  return object && buffer(object.stream(range));
}

async function textOf(object: OpenObject | null): Promise<string> {
  if (object === null) throw new Error('there is no such object');
  return (await buffer(object.stream())).toString();
}

async function files(): Promise<string[]> {
  const entries = await readdir(folder(), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('every id has its own bytes, facts and file, inside the folder, named by a hash', async () => {
  const store = await FileStore.open(folder());
  for (const [i, id] of HOSTILE_IDS.entries()) {
    await store.write(
      id,
      Readable.from([Buffer.from(`${i}-`), Buffer.from(id)]),
      options({ contentType: `video/${i}` }),
    );
  }
  for (const [i, id] of HOSTILE_IDS.entries()) {
    const bytes = Buffer.from(`${i}-${id}`);
    expect(await read(store, id)).toEqual(bytes);
    expect(await store.stat(id)).toMatchObject({
      size: bytes.length,
      contentType: `video/${i}`,
      etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    });
  }
  const names = await files();
  expect(names).toHaveLength(HOSTILE_IDS.length);
  for (const name of names)
    expect(name.slice(folder().length)).toMatch(/^\/objects\/[0-9a-f]{3}\/[0-9a-f]{64}$/);
});

test('parts, the whole and nothing can be read, never the record behind the bytes', async () => {
  const store = await FileStore.open(folder());
  await store.write('one', Readable.from([Buffer.from('0123456789')]), options());
  await store.write('none', Readable.from([]), options());
  expect((await read(store, 'one', { start: 2, end: 4 }))?.toString()).toBe('234');
  expect((await read(store, 'one', { start: 9, end: 9 }))?.toString()).toBe('9');
  expect((await read(store, 'one'))?.toString()).toBe('0123456789');
  expect(await read(store, 'none')).toEqual(Buffer.alloc(0));
  expect(await read(store, 'unknown')).toBeNull();
  expect(await store.stat('unknown')).toBeNull();
});

test('facts survive the worst id and content type that are allowed', async () => {
  const store = await FileStore.open(folder());
  const id = '"'.repeat(1024);
  const contentType = '\\'.repeat(255);
  await store.write(id, Readable.from([Buffer.from('x')]), options({ contentType }));
  expect(await store.stat(id)).toMatchObject({ size: 1, contentType });
});

test('of many first writes of one object exactly one wins', async () => {
  const store = await FileStore.open(folder());
  const bodies = Array.from({ length: 30 }, () => randomBytes(5000));
  const results = await Promise.allSettled(
    bodies.map((body) => store.write('one', Readable.from([body]), options())),
  );
  const won = results.findIndex((result) => result.status === 'fulfilled');
  const lost = results.filter((result) => result.status === 'rejected');
  expect(lost).toHaveLength(29);
  for (const { reason } of lost) expect(reason).toMatchObject({ code: 'AlreadyWritten' });
  expect((await read(store, 'one'))?.equals(bodies[won] as Buffer)).toBe(true);
  expect(await files()).toHaveLength(1);
});

test('a reader keeps what it opened while the object is replaced and deleted', async () => {
  const store = await FileStore.open(folder());
  await store.write('one', Readable.from([Buffer.from('first')]), options());
  const first = await store.open('one');
  await store.write(
    'one',
    Readable.from([Buffer.from('second!')]),
    options({ mayOverwrite: () => Promise.resolve(true) }),
  );
  const second = await store.open('one');
  expect(await store.delete('one')).toBe(true);
  expect(await store.delete('one')).toBe(false);
  expect([first?.size, second?.size]).toEqual([5, 7]);
  expect(await textOf(first)).toBe('first');
  expect(await textOf(second)).toBe('second!');
  expect(await store.open('one')).toBeNull();
});

test.each([
  [
    'too many bytes',
    () => Readable.from([Buffer.alloc(6), Buffer.alloc(5)]),
    options({ maxBytes: 10 }),
    /at most 10 bytes/,
  ],
  [
    'a source that fails',
    () =>
      Readable.from(
        (function* () {
          yield Buffer.alloc(5);
          throw new Error('cut off');
        })(),
      ),
    options(),
    /cut off/,
  ],
  [
    'a change of mind',
    () => Readable.from([Buffer.alloc(5)]),
    options({ mayOverwrite: () => Promise.reject(new Error('gone meanwhile')) }),
    /gone meanwhile/,
  ],
])('%s leaves nothing', async (_what, source, writeOptions, message) => {
  const store = await FileStore.open(folder());
  await expect(store.write('one', source(), writeOptions)).rejects.toThrow(message);
  expect(await files()).toEqual([]);
  expect(await store.stat('one')).toBeNull();
});

test('a damaged file is an error, not other bytes', async () => {
  const store = await FileStore.open(folder());
  await store.write('one', Readable.from([Buffer.alloc(100)]), options());
  const [file = ''] = await files();
  await truncate(file, 120);
  await expect(store.open('one')).rejects.toThrow(/damaged/);
  await writeFile(file, '');
  await expect(store.open('one')).rejects.toThrow(/damaged/);
});

test('a process killed in the middle of uploads leaves every stored object whole, and no other', async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 4; round += 1) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'slow-upload.ts'), folder(), String(round)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let printed = '';
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
    while (printed.split('\n').length < 10) await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    child.kill('SIGKILL');
    await once(child, 'close');
    const leftovers = await readdir(join(folder(), 'incoming'));
    expect(leftovers.length).toBeGreaterThan(0);

    const store = await FileStore.open(folder());
    expect(await readdir(join(folder(), 'incoming'))).toEqual([]);
    for (const line of printed.split('\n').slice(0, -1)) {
      const [id = '', etag = ''] = line.split(' ');
      acknowledged.set(id, etag);
    }
    for (const [id, etag] of acknowledged) {
      const bytes = (await read(store, id)) ?? Buffer.alloc(0);
      expect(bytes).toHaveLength(200_000);
      expect(`"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`).toBe(etag);
    }
    // At most the eight that were under way can have been stored without their being told of.
    expect((await files()).length).toBeLessThanOrEqual(acknowledged.size + 8 * (round + 1));
  }
}, 120_000);
