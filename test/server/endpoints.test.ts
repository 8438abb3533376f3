import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addSegments, allocate, putFlow, segment } from '../bench/dataset';
import { ask } from '../bench/load';
import { NodeProcess, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';

// Several processes, one after the other, where other work goes on.
jest.setTimeout(120_000);

const TOKEN = 'a-token-for-these-tests';

let folder: string;
const running = new Set<ServerProcess>();
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-endpoints-'))));
afterEach(async () => {
  for (const { process: child } of running) await child.stop('SIGKILL');
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServer([TAMS_GRAPH, ...args], { TAMS_DATA_DIR: folder, TAMS_PORT: '0', ...env });
  running.add(server);
  return server;
}

const endpoint = (port: number | string = 0, env: Record<string, string> = {}) =>
  start(['endpoint', '--data-dir', folder, '--port', String(port)], { TAMS_DATA_DIR: '/nowhere', ...env });

/** Makes the store, as the first start of a gateway does. */
async function madeStore(): Promise<void> {
  await (await start(['serve'])).process.stop();
}

interface Report {
  strategy: string;
  answered: number;
  fallbacks: number;
  refused: number;
  endpoints: { url: string; state: string; reason: string | null; requests: number; failures: number }[];
}

async function reportOf(url: string): Promise<Report | null> {
  const query = `{ administration { endpoints {
    strategy answered kept fallbacks refused
    endpoints { url state reason since requests failures outstanding averageMs }
  } } }`;
  return (await ask<{ administration: { endpoints: Report | null } }>(url, query)).administration.endpoints;
}

/** How many segments lie on the flow's timeline: a read that endpoints answer. */
const segmentsOf = async (url: string, flow: string): Promise<number> => {
  const query = `query ($flow: UUID!) { flow(id: $flow) { coverage { segmentCount } } }`;
  const data = await ask<{ flow: { coverage: { segmentCount: number } } }>(url, query, { flow });
  return data.flow.coverage.segmentCount;
};

const refusalOf = async (args: string[], env: Record<string, string> = {}): Promise<string> => {
  const { status, errors } = await new NodeProcess([TAMS_GRAPH, 'endpoint', ...args], {
    TAMS_DATA_DIR: folder,
    ...env,
  }).ended;
  expect(status).toBe(1);
  expect(errors.trim().split('\n')).toHaveLength(1);
  return errors;
};

describe('a gateway with endpoints', () => {
  it('has its heavier reads answered there, sees its own writes, and goes on when they are killed', async () => {
    await madeStore();
    const [a, b] = await Promise.all([endpoint(), endpoint()]);
    const gateway = await start(['serve'], {
      TAMS_ENDPOINTS: `${a.url},${b.url}/`,
      TAMS_ENDPOINT_STRATEGY: 'round-robin',
    });
    const flow = await putFlow(gateway.url, 1);
    const objects = await allocate(gateway.url, flow, 60);
    for (const [n, objectId] of objects.slice(0, 40).entries()) {
      await addSegments(gateway.url, flow, [segment(objectId, n)]);
      expect(await segmentsOf(gateway.url, flow)).toBe(n + 1);
    }
    const before = (await reportOf(gateway.url))!;
    expect(before).toMatchObject({ strategy: 'ROUND_ROBIN', fallbacks: 0, refused: 0 });
    expect(before.answered).toBeGreaterThanOrEqual(40);
    for (const { state, reason, requests } of before.endpoints) {
      expect({ state, reason }).toEqual({ state: 'HEALTHY', reason: null });
      expect(requests).toBeGreaterThanOrEqual(20);
    }

    await a.process.stop('SIGKILL');
    for (let n = 40; n < 50; n += 1) {
      await addSegments(gateway.url, flow, [segment(objects[n]!, n)]);
      expect(await segmentsOf(gateway.url, flow)).toBe(n + 1);
    }
    await b.process.stop('SIGKILL');
    for (let n = 50; n < 60; n += 1) {
      await addSegments(gateway.url, flow, [segment(objects[n]!, n)]);
      expect(await segmentsOf(gateway.url, flow)).toBe(n + 1);
    }
    const after = (await reportOf(gateway.url))!;
    expect(after.fallbacks).toBeGreaterThan(0);
    expect(after.endpoints.every(({ state, failures }) => state !== 'HEALTHY' && failures > 0)).toBe(true);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain(`vast_endpoint_reads_total{outcome="fallback"} ${after.fallbacks}\n`);
    for (const { url, requests, failures } of after.endpoints) {
      expect(metrics).toContain(`vast_endpoint_requests_total{endpoint="${url}"} ${requests}\n`);
      expect(metrics).toContain(`vast_endpoint_failures_total{endpoint="${url}"} ${failures}\n`);
      expect(metrics).toContain(`vast_endpoint_healthy{endpoint="${url}"} 0\n`);
    }
    const { output, status } = await gateway.process.stop();
    expect(output).toContain(`endpoint ${a.url} is suspect`);
    expect(status).toBe(0);
  });

  it('has none in the graph when none are configured', async () => {
    const gateway = await start(['serve']);
    expect(await reportOf(gateway.url)).toBeNull();
  });

  it('shares a secret with them that no log tells', async () => {
    await madeStore();
    const open = await endpoint(0, { TAMS_ENDPOINT_TOKEN: TOKEN, TAMS_LOG_LEVEL: 'trace' });
    expect((await fetch(`${open.url}/health`)).status).toBe(401);
    const gateway = await start(['serve'], {
      TAMS_ENDPOINTS: open.url,
      TAMS_ENDPOINT_TOKEN: TOKEN,
      TAMS_LOG_LEVEL: 'trace',
    });
    const flow = await putFlow(gateway.url, 1);
    expect(await segmentsOf(gateway.url, flow)).toBe(0);
    expect((await reportOf(gateway.url))!.endpoints[0]).toMatchObject({ state: 'HEALTHY', failures: 0 });
    const ended = [await gateway.process.stop(), await open.process.stop()];
    expect(ended.map(({ status }) => status)).toEqual([0, 0]);
    expect(JSON.stringify(ended)).not.toContain(TOKEN);
  });
});

describe('tams-graph endpoint', () => {
  it('says in one sentence why it cannot start', async () => {
    expect(await refusalOf(['--port', '0'])).toMatch(/^There is no store in the folder .* start the gateway/);
    expect(await refusalOf(['--host', '0.0.0.0'])).toMatch(/could read the store: set TAMS_ENDPOINT_TOKEN/);
    expect(await refusalOf([], { TAMS_ENDPOINT_TOKEN: 'short' })).toMatch(/^TAMS_ENDPOINT_TOKEN must be/);
    expect(await refusalOf(['--port', '70000'])).toContain('from 0 to 65535');
    await madeStore();
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    expect(await refusalOf(['--port', String(port)])).toBe(
      `Port ${port} of 127.0.0.1 is in use: choose another by --port (0 picks a free one).\n`,
    );
    holder.close();
  });
});
