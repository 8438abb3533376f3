import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer, TAMS_GRAPH } from '../support/server-process';
import { startGateway } from './gateway';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-ready-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readiness(url: string): Promise<[status: number, body: Record<string, unknown>]> {
  const response = await fetch(`${url}/readyz`);
  return [response.status, (await response.json()) as Record<string, unknown>];
}

/** Asks until the answer is so. */
async function until(url: string, isSo: (answer: [number, Record<string, unknown>]) => boolean) {
  for (;;) {
    const answer = await readiness(url);
    if (isSo(answer)) return answer;
    await sleep(50);
  }
}

it('the store that does not answer is a reason', async () => {
  const gateway = await startGateway({ dataDir: folder });
  try {
    expect(await readiness(gateway.url)).toEqual([200, { status: 'ok' }]);
    await gateway.database.close();
    expect(await until(gateway.url, ([status]) => status === 503)).toEqual([
      503,
      { status: 'unavailable', reasons: { store: 'the store does not answer' } },
    ]);
    expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
  } finally {
    await gateway.close().catch(() => undefined);
  }
});

it('a disk without room is a reason, and says how much there is and what to do', async () => {
  const gateway = await startGateway({ dataDir: folder, env: { TAMS_MIN_FREE_DISK: '900000GiB' } });
  try {
    const [status, body] = await readiness(gateway.url);
    expect(status).toBe(503);
    expect(body).toEqual({
      status: 'unavailable',
      reasons: {
        disk: expect.stringMatching(
          /^\d+ MiB are free on the disk of the data folder, of at least 921600000 \(TAMS_MIN_FREE_DISK\): make room$/,
        ) as string,
      },
    });
  } finally {
    await gateway.close();
  }
});

it('a data folder that is gone is a reason, and no more when it is back', async () => {
  const dataDir = path.join(folder, 'data');
  const gateway = await startGateway({ dataDir });
  try {
    await rename(dataDir, path.join(folder, 'elsewhere'));
    expect(await until(gateway.url, ([status]) => status === 503)).toEqual([
      ...[503, { status: 'unavailable', reasons: { disk: 'the data folder is gone' } }],
    ]);
    await rename(path.join(folder, 'elsewhere'), dataDir);
    expect(await until(gateway.url, ([status]) => status === 200)).toEqual([200, { status: 'ok' }]);
  } finally {
    await gateway.close();
  }
});

describe('an object store of others', () => {
  const STORE = {
    ...{ kind: 's3', id: '33333333-3333-4333-8333-333333333333', label: 'bucket-store' },
    ...{ store_type: 'http_object_store', provider: 'test', store_product: 'test', default_storage: true },
    ...{ bucket: 'media', region: 'us-east-1', path_style: true },
    ...{ access_key_id_env: 'READY_KEY_ID', secret_access_key_env: 'READY_KEY_SECRET' },
  };
  let store: Server;
  beforeEach(async () => {
    Object.assign(process.env, { READY_KEY_ID: 'id', READY_KEY_SECRET: 'secret-of-the-store' });
    store = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => store.once('listening', resolve));
  });
  afterEach(() => {
    store.close();
    store.closeAllConnections();
    delete process.env.READY_KEY_ID;
    delete process.env.READY_KEY_SECRET;
  });

  const gatewayOn = async () => {
    const file = path.join(folder, 'backends.json');
    const endpoint = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
    await writeFile(file, JSON.stringify([{ ...STORE, endpoint }]));
    return startGateway({ dataDir: folder, env: { TAMS_STORAGE_BACKENDS: file } });
  };

  it('that refuses is a warning, for all but media is served', async () => {
    store.on('request', (_request, response) => {
      response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
    });
    const gateway = await gatewayOn();
    try {
      const [status, body] = await until(gateway.url, ([, { warnings }]) => warnings !== undefined);
      expect([status, body]).toEqual([
        200,
        {
          status: 'ok',
          warnings: { media: 'bucket-store has no such bucket: make it, or correct its name.' },
        },
      ]);
    } finally {
      await gateway.close();
    }
  });

  it('that says nothing is waited for by no probe, and asked once', async () => {
    let asked = 0;
    store.on('request', () => (asked += 1));
    const gateway = await gatewayOn();
    try {
      // None of these would be answered if it waited: the store never answers.
      for (let n = 0; n < 3; n += 1) expect(await readiness(gateway.url)).toEqual([200, { status: 'ok' }]);
      while (asked === 0) await sleep(10);
      expect(asked).toBe(1);
    } finally {
      await gateway.close();
    }
  });
});

it('a server that is about to stop says so while it goes on serving, then ends', async () => {
  const { url, process: server } = await startServer([TAMS_GRAPH, 'serve'], {
    ...{ TAMS_PORT: '0', TAMS_DATA_DIR: folder, TAMS_SHUTDOWN_DELAY: '1500ms' },
  });
  expect(await readiness(url)).toEqual([200, { status: 'ok' }]);
  const ended = server.stop('SIGTERM');
  expect(await until(url, ([status]) => status === 503)).toEqual([
    503,
    { status: 'unavailable', reasons: { stopping: 'the server is about to stop' } },
  ]);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(200);
  expect((await ended).status).toBe(0);
});
