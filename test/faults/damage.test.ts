import { cp, mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { putFlow } from '../bench/dataset';
import { NodeProcess, TAMS_GRAPH, type Ended } from '../support/server-process';
import { serve } from './faulty-server';
import { addOne, objectsOf } from './segments';

const SEGMENTS = 60;
const PAGE = 8_192;

let folder: string;
let flow: string;
/** A data folder as a server left it that was stopped, and one as it was when killed: its log is not in the store's file yet. */
let stopped: string;
let killed: string;
let written: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-damage-'));
  killed = path.join(folder, 'killed');
  stopped = path.join(folder, 'stopped');
  const server = await serve(killed);
  flow = await putFlow(server.url, 1);
  for (let n = 0; n < SEGMENTS; n += 1) await addOne(server.url, flow, n);
  written = await objectsOf(server.url, flow);
  await server.process.stop('SIGKILL');
  await cp(killed, stopped, { recursive: true });
  await (await serve(stopped)).process.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of a data folder, one file of whose store is damaged. */
async function damaged(of: string, file: string, damage: (file: string) => Promise<void>): Promise<string> {
  const copy = await mkdtemp(path.join(folder, 'damaged-'));
  await cp(of, copy, { recursive: true });
  await damage(path.join(copy, 'store', file));
  return copy;
}

const cut = (bytes: number) => async (file: string) =>
  truncate(file, Math.max(0, (await stat(file)).size - bytes));

/** Overwrites bytes; `from` below zero counts from the end. */
const overwrite = (from: number, bytes: number) => async (file: string) => {
  const handle = await open(file, 'r+');
  const start = from < 0 ? (await handle.stat()).size + from : from;
  await handle.write(Buffer.alloc(bytes, 0x5a), 0, bytes, start);
  await handle.close();
};

/** A start that is expected to fail. */
const start = (data: string): Promise<Ended> =>
  new NodeProcess([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: data }).ended;

/** The segments that a server on this folder has; it takes another as well. */
async function segmentsAfter(data: string): Promise<string[]> {
  const server = await serve(data);
  try {
    const found = await objectsOf(server.url, flow);
    await addOne(server.url, flow, SEGMENTS);
    return found;
  } finally {
    await server.process.stop();
  }
}

describe('a start on a store', () => {
  it('that is whole has every acknowledged segment, after a stop and after a kill', async () => {
    expect(written).toHaveLength(SEGMENTS);
    for (const data of [stopped, killed]) {
      const whole = await damaged(data, 'store.db', () => Promise.resolve());
      expect(await segmentsAfter(whole)).toEqual(written);
    }
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['whose last page is gone', () => damaged(stopped, 'store.db', cut(PAGE)), /damaged or is not a store/],
    [
      'whose first page is damaged',
      () => damaged(stopped, 'store.db', overwrite(0, PAGE)),
      /damaged or is not a store/,
    ],
    [
      'whose file is empty beside its log',
      () => damaged(killed, 'store.db', (file) => truncate(file)),
      /store\.db is empty, but its log \S+store\.db-wal is not/,
    ],
    [
      'whose file is gone beside its log',
      () => damaged(killed, 'store.db', (file) => rm(file)),
      /store\.db is gone, but its log/,
    ],
    [
      'whose log has lost its beginning',
      () => damaged(killed, 'store.db-wal', overwrite(0, PAGE)),
      /the beginning of its log \S+store\.db-wal is damaged/,
    ],
  ])('%s says so in one sentence, and changes nothing', async (_what, make, words) => {
    const data = await make();
    const log = path.join(data, 'store/store.db-wal');
    const before = await readFile(log).catch(() => Buffer.alloc(0));
    const { status, errors } = await start(data);
    expect(status).toBe(1);
    expect(errors).toMatch(words);
    expect(errors).toMatch(/restore a backup/);
    expect(errors.trim().split('\n')).toHaveLength(1);
    // Jest takes seconds to compare so many bytes.
    expect(before.equals(await readFile(log).catch(() => Buffer.alloc(0)))).toBe(true);
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['cut by a page', cut(PAGE)],
    ['cut within a page', cut(3_000)],
    ['overwritten in its last page', overwrite(-PAGE, PAGE)],
  ])('whose log is %s has all but the last commits, each whole', async (_what, damage) => {
    const found = await segmentsAfter(await damaged(killed, 'store.db-wal', damage));
    expect(found).toEqual(written.slice(0, found.length));
    expect(found.length).toBeGreaterThan(SEGMENTS - 5);
    expect(found.length).toBeLessThan(SEGMENTS);
  });

  it('whose index of the log is damaged makes it anew', async () => {
    const data = await damaged(killed, 'store.db-shm', overwrite(0, PAGE));
    expect(await segmentsAfter(data)).toEqual(written);
  });
});

it('a store that is damaged inside says so where that is read, and no backup of it is made', async () => {
  const size = (await stat(path.join(stopped, 'store/store.db'))).size;
  const pages = Math.floor(size / PAGE);
  const data = await damaged(stopped, 'store.db', overwrite(PAGE * 2, (pages - 3) * PAGE));
  const { status, output, errors } = await start(data);
  expect(status).toBe(1);
  expect(errors + output).toMatch(/store file is damaged/);
  const copy = path.join(folder, 'copy-of-damaged');
  const backup = await new NodeProcess([TAMS_GRAPH, 'backup', copy], { TAMS_DATA_DIR: data }).ended;
  expect(backup.status).toBe(1);
  expect(backup.errors).toMatch(/damaged/);
});
