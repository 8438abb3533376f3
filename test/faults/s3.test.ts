import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addSegments, putFlow, segment } from '../bench/dataset';
import { ask } from '../bench/load';
import { S3Server } from '../media/s3-server';
import type { ServerProcess } from '../support/server-process';
import { serve } from './faulty-server';
import { objectsOf } from './segments';

const CREDENTIALS = { accessKeyId: 'key', secretAccessKey: 'only-for-this-test' };
const REGION = 'eu-west-1';

let folder: string;
let store: S3Server;
let server: ServerProcess;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-s3-'));
  store = await S3Server.start(CREDENTIALS, REGION);
  const backends = path.join(folder, 'backends.json');
  const backend = {
    ...{ kind: 's3', id: '33333333-3333-4333-8333-333333333333', label: 'bucket-store' },
    ...{ store_type: 'http_object_store', provider: 'test', store_product: 'test', default_storage: true },
    ...{ endpoint: store.endpoint.origin, bucket: 'media-bucket', region: REGION, path_style: true },
    ...{ access_key_id_env: 'KEY_ID', secret_access_key_env: 'KEY_SECRET' },
  };
  await writeFile(backends, JSON.stringify([backend]));
  server = await serve(path.join(folder, 'data'), undefined, {
    TAMS_STORAGE_BACKENDS: backends,
    KEY_ID: CREDENTIALS.accessKeyId,
    KEY_SECRET: CREDENTIALS.secretAccessKey,
  });
});
afterAll(async () => {
  await server.process.stop('SIGKILL');
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Allocated {
  readonly objectId: string;
  readonly putUrl: { readonly url: string; readonly contentType: string };
}

const allocate = async (flow: string): Promise<Allocated> =>
  (
    await ask<{ allocateStorage: [Allocated] }>(
      server.url,
      'mutation ($flow: UUID!) { allocateStorage(flowId: $flow, limit: 1) { objectId putUrl { url contentType } } }',
      { flow },
    )
  ).allocateStorage[0];

const upload = async ({ objectId, putUrl: { url, contentType } }: Allocated): Promise<number> =>
  (await fetch(url, { method: 'PUT', headers: { 'content-type': contentType }, body: objectId })).status;

async function mediaOf(flow: string): Promise<string[]> {
  const query =
    'query ($id: UUID!) { flow(id: $id) { segments { nodes { getUrls(presigned: true) { url } } } } }';
  const found = await ask<{ flow: { segments: { nodes: { getUrls: { url: string }[] }[] } } }>(
    server.url,
    query,
    {
      id: flow,
    },
  );
  return Promise.all(
    found.flow.segments.nodes.map(async ({ getUrls }) => (await fetch(getUrls[0]!.url)).text()),
  );
}

it('media that cannot be reached stop neither reads nor writes of what is known of them; back again, they are all there', async () => {
  const flow = await putFlow(server.url, 1);
  const first = await allocate(flow);
  expect(await upload(first)).toBe(200);
  await addSegments(server.url, flow, [segment(first.objectId, 0)]);
  const second = await allocate(flow);
  expect(await upload(second)).toBe(200);

  const { objects } = store;
  await store.stop();
  const third = await allocate(flow);
  await expect(upload(third)).rejects.toThrow();
  await addSegments(server.url, flow, [segment(second.objectId, 1)]);
  expect(await objectsOf(server.url, flow)).toEqual([first.objectId, second.objectId]);
  await expect(mediaOf(flow)).rejects.toThrow();
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);

  store = await S3Server.start(CREDENTIALS, REGION, Number(store.endpoint.port));
  for (const [key, object] of objects) store.objects.set(key, object);
  expect(await upload(third)).toBe(200);
  await addSegments(server.url, flow, [segment(third.objectId, 2)]);
  expect(await mediaOf(flow)).toEqual([first, second, third].map(({ objectId }) => objectId));
});
