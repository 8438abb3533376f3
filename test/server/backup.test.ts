import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { objectFolder, objectName } from '../../src/media/object-file';
import { encodeRecord } from '../../src/media/stored-record';
import { addSegments, putFlow, segment } from '../bench/dataset';
import { ask } from '../bench/load';
import { pause, until } from '../support/webhook-receiver';
import {
  NodeProcess,
  startServer,
  TAMS_GRAPH,
  type Ended,
  type ServerProcess,
} from '../support/server-process';

let folder: string;
let data: string;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-backup-'));
  data = path.join(folder, 'data');
  server = await serve(data);
});
afterEach(async () => {
  await server.process.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const serve = (dataDir: string): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: dataDir });
const startBackup = (target: string, env: Record<string, string> = {}): NodeProcess =>
  new NodeProcess([TAMS_GRAPH, 'backup', target], { TAMS_DATA_DIR: data, ...env });
const backup = (target: string, env?: Record<string, string>): Promise<Ended> =>
  startBackup(target, env).ended;

const bytesOf = (n: number): string => `media of segment ${n} `.repeat(500);

/** Uploads the n-th segment's media and adds it; resolves when both are acknowledged. */
async function addOne(flow: string, n: number): Promise<string> {
  const query = `mutation ($flow: UUID!) {
    allocateStorage(flowId: $flow, limit: 1) { objectId putUrl { url contentType } }
  }`;
  interface Allocated {
    allocateStorage: [{ objectId: string; putUrl: { url: string; contentType: string } }];
  }
  const { allocateStorage } = await ask<Allocated>(server.url, query, { flow });
  const { objectId, putUrl } = allocateStorage[0];
  const put = await fetch(putUrl.url, {
    method: 'PUT',
    body: bytesOf(n),
    headers: { 'content-type': putUrl.contentType },
  });
  expect(put.status).toBeLessThan(300);
  await addSegments(server.url, flow, [segment(objectId, n)]);
  return objectId;
}

interface Stored {
  timerange: string;
  getUrls: { url: string }[];
}

/** All segments of a flow, oldest first. */
async function segmentsOf(url: string, flow: string): Promise<Stored[]> {
  const query = `query ($flow: UUID!, $after: String) {
    flow(id: $flow) { segments(first: 1000, after: $after) {
      pageInfo { hasNextPage endCursor } nodes { timerange getUrls(presigned: true) { url } } } }
  }`;
  interface Page {
    flow: { segments: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: Stored[] } };
  }
  const found: Stored[] = [];
  for (let after: string | null = null; ;) {
    const { segments }: Page['flow'] = (await ask<Page>(url, query, { flow, after })).flow;
    found.push(...segments.nodes);
    if (!segments.pageInfo.hasNextPage) return found;
    after = segments.pageInfo.endCursor;
  }
}

describe('tams-graph backup', () => {
  it('copies a store under write load: a server on the copy has all that was acknowledged before, and its media', async () => {
    const flow = await putFlow(server.url, 1);
    let acknowledged = 0;
    const stop = new AbortController();
    const writing = (async () => {
      for (; !stop.signal.aborted; acknowledged += 1) await addOne(flow, acknowledged);
    })();
    while (acknowledged < 30) await pause(10);
    const before = acknowledged;
    const target = path.join(folder, 'copy');
    const { status, output, errors } = await backup(target);
    const after = acknowledged;
    stop.abort();
    await writing;
    expect(errors).toBe('');
    expect(status).toBe(0);
    expect(after).toBeGreaterThan(before);

    const restored = await serve(target);
    const stored = await segmentsOf(restored.url, flow);
    // One after another they were written, so that a moment of the store is a beginning of them.
    expect(stored.map(({ timerange }) => timerange)).toEqual(stored.map((_, n) => segment('', n).timerange));
    expect(stored.length).toBeGreaterThanOrEqual(before);
    expect(stored.length).toBeLessThanOrEqual(after + 1);
    for (const [n, { getUrls }] of stored.entries())
      expect(await (await fetch(getUrls[0]!.url)).text()).toBe(bytesOf(n));
    expect(output).toMatch(new RegExp(`segments +${stored.length}\n`));

    // Followers of the copy go on behind the printed cursor; one of the original's future is refused.
    const latest = async (url: string) =>
      (await ask<{ eventLog: { latest: string } }>(url, '{ eventLog { latest } }')).eventLog.latest;
    expect(await latest(restored.url)).toBe(/at cursor (\S+)/.exec(output)![1]);
    const ahead = await fetch(`${restored.url}/tams/v7.0-ext/events?after=${await latest(server.url)}`);
    expect(await ahead.text()).toContain('restored from an older copy');
    expect(ahead.status).toBe(400);
    await addSegments(restored.url, flow, [segment('external', 1_000_000)].map(withUrl));
    await restored.process.stop();
  }, 60_000);

  it('copies a store that no server uses', async () => {
    const flow = await putFlow(server.url, 1);
    await addOne(flow, 0);
    await server.process.stop('SIGKILL');
    const target = path.join(folder, 'copy');
    expect((await backup(target)).status).toBe(0);
    server = await serve(target);
    expect(await segmentsOf(server.url, flow)).toHaveLength(1);
  });

  it('leaves nothing under the name it was given when it is killed, and says what lies there', async () => {
    const flow = await putFlow(server.url, 1);
    for (let n = 0; n < 20; n += 1) await addOne(flow, n);
    let interrupted = 0;
    // What a backup makes, in the order in which it makes it.
    const steps = ['', 'media/objects', 'media/url-key', 'store/store.db', 'store/lock.db'];
    for (const [kill, step] of steps.entries()) {
      const target = path.join(folder, `killed-${kill}`);
      const child = startBackup(target);
      const isReached = () => existsSync(target) || existsSync(path.join(`${target}.incomplete`, step));
      await until(isReached, `a backup that has ${step}`);
      await child.stop('SIGKILL');
      if (existsSync(target)) {
        // It was done: then it is whole.
        expect(existsSync(`${target}.incomplete`)).toBe(false);
        expect(await readdir(path.join(target, 'store'))).toContain('store.db');
      } else if (existsSync(`${target}.incomplete`)) {
        interrupted += 1;
        const { status, errors } = await backup(target);
        expect(errors).toMatch(/^\S+\.incomplete is there: another backup is under way, or was interrupted/);
        expect(status).toBe(1);
        await rm(`${target}.incomplete`, { recursive: true });
        expect((await backup(target)).status).toBe(0);
      }
    }
    expect(interrupted).toBeGreaterThan(0);
  }, 120_000);

  it('says which media the original has lost or damaged, and copies the rest', async () => {
    const flow = await putFlow(server.url, 1);
    const [lost, damaged, sound] = [await addOne(flow, 0), await addOne(flow, 1), await addOne(flow, 2)];
    const objects = path.join(data, 'media/objects');
    const fileOf = (id: string) => path.join(objectFolder(objects, objectName(id)), objectName(id));
    await rm(fileOf(lost));
    await writeFile(fileOf(damaged), 'cut off');
    const target = path.join(folder, 'copy');
    const { status, output, errors } = await backup(target);
    expect(errors).toContain('the bytes of 2 media objects are lost or damaged');
    expect(errors).toContain(lost);
    expect(errors).toContain(objectName(damaged));
    expect(status).toBe(1);
    expect(output).toMatch(/media objects +1 /);
    expect(
      existsSync(
        path.join(objectFolder(path.join(target, 'media/objects'), objectName(sound)), objectName(sound)),
      ),
    ).toBe(true);
  });

  it('leaves out media that no row names', async () => {
    const objects = path.join(data, 'media/objects');
    const name = objectName('forgotten');
    await mkdir(objectFolder(objects, name), { recursive: true });
    const record = encodeRecord({ id: 'forgotten', contentType: 'video/mp2t', etag: '"x"' });
    await writeFile(path.join(objectFolder(objects, name), name), record);
    const target = path.join(folder, 'copy');
    expect((await backup(target)).output).toMatch(/media objects +0 /);
    expect(await readdir(objectFolder(path.join(target, 'media/objects'), name))).toEqual([]);
  });

  const otherDisk = '/dev/shm';
  const hasOtherDisk = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(tmpdir()).dev;
  (hasOtherDisk ? it : it.skip)('copies media to another file system, with their times', async () => {
    const flow = await putFlow(server.url, 1);
    const name = objectName(await addOne(flow, 0));
    const fileIn = (root: string) => path.join(objectFolder(path.join(root, 'media/objects'), name), name);
    const elsewhere = await mkdtemp(path.join(otherDisk, 'tams-backup-'));
    try {
      const target = path.join(elsewhere, 'copy');
      expect((await backup(target)).status).toBe(0);
      const [original, copy] = [await stat(fileIn(data)), await stat(fileIn(target))];
      expect(copy.size).toBe(original.size);
      expect(Math.abs(copy.mtimeMs - original.mtimeMs)).toBeLessThan(1);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it('says in one sentence why it does nothing', async () => {
    const taken = path.join(folder, 'taken');
    await mkdir(taken);
    expect((await backup(taken)).errors).toMatch(/taken is there already: name a folder that is not.*\n$/);
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    const target = path.join(folder, 'copy');
    expect((await backup(target, { TAMS_DATA_DIR: empty })).errors).toMatch(/^There is no store in .*\n$/);
    expect(existsSync(target) || existsSync(`${target}.incomplete`)).toBe(false);
    expect((await backup(path.join(folder, 'nowhere/copy'))).errors).toMatch(/cannot be made \(ENOENT\)/);
    // Another backend than the server's would let media go unchecked.
    await addOne(await putFlow(server.url, 1), 0);
    const backends = path.join(folder, 'backends.json');
    const file = {
      id: '60af2ab4-e8a5-4c65-a09b-d35983680315',
      kind: 'file',
      label: 'local',
      provider: 'p',
      store_product: 's',
    };
    await writeFile(backends, JSON.stringify([{ ...file, store_type: 'http_object_store' }]));
    const other = await backup(target, { TAMS_STORAGE_BACKENDS: backends });
    expect(other.errors).toMatch(/set TAMS_STORAGE_BACKENDS as the server has it\.\n$/);
    expect(other.status).toBe(1);
  });
});

const withUrl = (added: ReturnType<typeof segment>) => ({
  ...added,
  getUrls: [{ url: 'https://media.example/x' }],
});
