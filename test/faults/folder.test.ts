import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { putFlow } from '../bench/dataset';
import { NodeProcess, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { PRELOADS, serve } from './faulty-server';
import { addOne, objectsOf } from './segments';

let folder: string;
let data: string;
let server: ServerProcess | null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-folder-'));
  data = path.join(folder, 'data');
  server = null;
});
afterEach(async () => {
  await server?.process.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Limits the size of the files that a process writes from now on: beyond it, writes fail. */
const limitFiles = (pid: number, bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);

it('a disk that is full fails writes in one sentence and no reads; with room again it goes on, and nothing is lost', async () => {
  server = await serve(data, 'file-size-limit');
  const { url } = server;
  const flow = await putFlow(url, 1);
  const log = path.join(data, 'store/store.db-wal');
  let acknowledged = 0;
  for (; acknowledged < 20; acknowledged += 1) await addOne(url, flow, acknowledged);
  limitFiles(server.process.pid, (await stat(log)).size + 100_000);
  let refused: Error | null = null;
  while (refused === null && acknowledged < 1_000)
    refused = await addOne(url, flow, acknowledged).then(
      () => {
        acknowledged += 1;
        return null;
      },
      (error: unknown) => error as Error,
    );
  expect(refused?.message).toMatch(/^The store cannot answer now: The store could not be written: the disk/);
  const found = await objectsOf(url, flow);
  expect(found).toHaveLength(acknowledged);
  limitFiles(server.process.pid, 'unlimited');
  await addOne(url, flow, acknowledged);
  expect(await objectsOf(url, flow)).toHaveLength(acknowledged + 1);
  await server.process.stop('SIGKILL');
  server = await serve(data);
  expect(await objectsOf(server.url, flow)).toEqual([...found, `${flow}-${acknowledged}`]);
});

it('a data folder that cannot be written is told of in one sentence', async () => {
  server = await serve(data);
  await addOne(server.url, await putFlow(server.url, 1), 0);
  await server.process.stop();
  for (const part of [data, path.join(data, 'store')]) {
    await chmod(folder, 0o755);
    await chmod(part, 0o555);
  }
  const preload = path.join(PRELOADS, 'ordinary-user.cjs');
  const { status, errors } = await new NodeProcess(['--require', preload, TAMS_GRAPH, 'serve'], {
    TAMS_PORT: '0',
    TAMS_DATA_DIR: data,
  }).ended;
  expect(status).toBe(1);
  expect(errors).toMatch(/^The data folder \S+ cannot be created or written.*\n$/);
  for (const part of [data, path.join(data, 'store')]) await chmod(part, 0o755);
});

it('a data folder that may no longer be written refuses uploads in one sentence, loses nothing, and goes on when it may again', async () => {
  // The server, which is to make the folder its own, may run as somebody else than this test.
  await chmod(folder, 0o777);
  server = await serve(data, 'ordinary-user');
  const { url } = server;
  const flow = await putFlow(url, 1);
  await addOne(url, flow, 0);
  const [kept, begun, refused] = await uploadsOf(url, flow, 3);
  expect((await kept!(['some media'])).status).toBe(200);
  const parts = [
    data,
    ...['store', 'media', 'media/incoming', 'media/objects'].map((part) => path.join(data, part)),
  ];
  const lock = async (): Promise<void> => {
    for (const part of parts) await chmod(part, 0o555);
  };
  const half = async function* (): AsyncGenerator<string> {
    yield 'some ';
    while ((await readdir(path.join(data, 'media/incoming'))).length === 0) await pause(10);
    await lock();
    yield 'media';
  };
  for (const answer of [await begun!(half()), await refused!(['some media'])])
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({
        type: 'StoreUnavailable',
        summary: 'The object cannot be stored now: the disk takes no writes.',
      }),
    ]);
  // The files of the store are open: what it acknowledges it has.
  let acknowledged = 1;
  for (; acknowledged < 20; acknowledged += 1) await addOne(url, flow, acknowledged);
  expect(await objectsOf(url, flow)).toHaveLength(acknowledged);
  for (const part of parts) await chmod(part, 0o755);
  for (const upload of [begun!, refused!]) expect((await upload(['some media'])).status).toBe(200);
  await server.process.stop('SIGKILL');
  server = await serve(data, 'ordinary-user');
  expect(await objectsOf(server.url, flow)).toHaveLength(acknowledged);
});

type Upload = (media: Iterable<string> | AsyncIterable<string>) => Promise<Response>;

/** Uploads of media that storage was allocated for. */
async function uploadsOf(url: string, flow: string, limit: number): Promise<Upload[]> {
  const answer = await fetch(`${url}/tams/v7.0/flows/${flow}/storage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ limit }),
  });
  const { media_objects: objects } = (await answer.json()) as {
    media_objects: { put_url: { url: string; 'content-type': string } }[];
  };
  return objects.map(
    ({ put_url: put }): Upload =>
      (media) =>
        fetch(put.url, {
          method: 'PUT',
          headers: { 'content-type': put['content-type'] },
          body: Readable.toWeb(Readable.from(media).map((text: string) => Buffer.from(text))),
          duplex: 'half',
        }),
  );
}
