import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EndpointState } from '../../../src/vast/endpoints/health';
import type { EndpointsEngine } from '../../../src/vast/endpoints/endpoints-engine';
import { walks } from '../../../src/vast/endpoints/reads';
import { eq, type Predicate } from '../../../src/vast/predicate';
import type { ServerProcess } from '../../support/server-process';
import { planOf, refill, rowsOf } from '../plans';
import { names } from '../things';
import { EndpointStore } from './fixture';

const POLICY = { checkEveryMs: 50, checkTimeoutMs: 1_000, tryMs: 20_000, readMs: 25_000 };

// Processes take seconds to start where other work goes on.
jest.setTimeout(120_000);

let store: EndpointStore;
/** An endpoint that no test harms. */
let good: ServerProcess;
let engine: EndpointsEngine | null = null;
const servers: Server[] = [];
beforeAll(async () => {
  store = await EndpointStore.open();
  await store.own.createTable(names);
  good = await store.serve();
});
afterEach(async () => {
  engine?.stop();
  engine = null;
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await refill(store.own, names, []);
});
afterAll(() => store.close());

async function started(urls: readonly string[], said: Parameters<EndpointStore['over']>[1] = {}) {
  engine = await store.over(urls, { policy: POLICY, ...said });
  await engine.start();
  return engine;
}

const named = (name: string) => ({ where: eq('name', name) as Predicate });
const stateOf = (of: EndpointsEngine, url: string): EndpointState =>
  of.report().endpoints.find((endpoint) => endpoint.url === url)!.state;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Clients that write a row and read it, again and again, until told to stop; gives how often, or the first that went wrong. */
function load(of: EndpointsEngine, clients: number) {
  let running = true;
  const client = async (number: number): Promise<number> => {
    let i = 0;
    for (; running; i += 1) {
      const name = `${number} ${i}`;
      await of.transaction((tx) => tx.insert(names, [{ name, note: name }]));
      // A read that begins after a commit sees it, wherever it is answered.
      expect(await rowsOf(of, names, named(name))).toEqual([{ name, note: name }]);
    }
    return i;
  };
  const all = Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return {
    stop: async (): Promise<number> => {
      running = false;
      return (await all).reduce((sum, count) => sum + count, 0);
    },
  };
}

/** Something that is no good endpoint. */
async function impostor(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/health') response.end('{"status":"ok"}');
    else listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('reads over several endpoints', () => {
  it('lose none to endpoints that are killed, stopped and revived under load, while one is alive', async () => {
    const [a, b] = await Promise.all([store.serve(), store.serve()]);
    const over = await started([a.url, b.url, good.url]);
    const clients = load(over, 6);

    await a.process.stop('SIGKILL');
    await until(() => stateOf(over, a.url) === 'down');
    expect(over.report().endpoints[0]!.reason).toMatch(/nothing listens there|the connection broke/);

    process.kill(b.process.pid, 'SIGSTOP');
    await until(() => stateOf(over, b.url) === 'down');
    const answeredByTwo = over.report().answered;
    await until(() => over.report().answered > answeredByTwo + 50);

    await store.serve({ port: Number(new URL(a.url).port) });
    await until(() => stateOf(over, a.url) === 'healthy');
    process.kill(b.process.pid, 'SIGCONT');
    await until(() => stateOf(over, b.url) === 'healthy');
    const before = over.report();
    await until(() =>
      over.report().endpoints.every(({ requests }, i) => requests > before.endpoints[i]!.requests + 20),
    );

    const reads = await clients.stop();
    expect(over.report()).toMatchObject({ answered: reads, fallbacks: 0, refused: 0 });
    expect(await over.count(names, { op: 'and', of: [] }, 'live')).toBe(reads);
  });

  it('go to the own store while no endpoint is alive, and out again afterwards', async () => {
    const a = await store.serve();
    const over = await started([a.url]);
    const clients = load(over, 4);
    await until(() => over.report().answered > 20);
    await a.process.stop('SIGKILL');
    await until(() => over.report().fallbacks > 100);
    expect(stateOf(over, a.url)).toBe('down');
    await store.serve({ port: Number(new URL(a.url).port) });
    const { answered } = over.report();
    await until(() => over.report().answered > answered + 20);
    expect(await clients.stop()).toBe(over.report().answered + over.report().fallbacks);
  });

  it('go to the own store when nothing has ever listened there', async () => {
    const over = await started(['http://127.0.0.1:9', 'http://nowhere.invalid:1']);
    expect(await over.select(planOf(names))).toEqual([]);
    const { fallbacks, endpoints } = over.report();
    expect(fallbacks).toBe(1);
    expect(endpoints.map(({ state, requests }) => ({ state, requests }))).toEqual([
      { state: 'down', requests: 0 },
      { state: 'down', requests: 0 },
    ]);
  });

  it('never go to an endpoint of another store, of other definitions, or with another token', async () => {
    const other = await EndpointStore.open();
    try {
      const [foreign, locked] = await Promise.all([other.serve(), store.serve({ token: 'secret' })]);
      const over = await started([foreign.url, locked.url]);
      expect(over.report().endpoints.map(({ state, reason }) => ({ state, reason }))).toEqual([
        { state: 'down', reason: 'This endpoint serves another store than the one that is meant' },
        { state: 'down', reason: 'The token is missing or wrong' },
      ]);
      expect(await over.select(planOf(names))).toEqual([]);
      expect(over.report()).toMatchObject({ answered: 0, fallbacks: 1 });
    } finally {
      await other.close();
    }
  });

  it('prefer the endpoint that answers fast', async () => {
    const slow = await store.serve({ delayMs: 100 });
    const over = await started([good.url, slow.url], { strategy: 'fastest' });
    for (let i = 0; i < 100; i += 1) await over.select(planOf(names));
    const [first, second] = over.report().endpoints;
    expect(first!.requests + second!.requests).toBe(100);
    expect(first!.requests).toBeGreaterThan(80);
    expect(second!.averageMs).toBeGreaterThan(99);
  });

  it('survive endpoints that answer nonsense, break off, or never end', async () => {
    const bad = await Promise.all([
      impostor((_request, response) => response.end('[[1,2')),
      impostor((_request, response) => response.writeHead(500).end('{"error":{"deep":1}}')),
      impostor((request) => request.socket.destroy()),
      impostor((_request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('[');
        setTimeout(() => response.destroy(), 20);
      }),
      impostor((_request, response) => {
        const more = () => response.write(' '.repeat(1 << 20)) && setImmediate(more);
        response.on('drain', more).on('error', () => undefined);
        more();
      }),
    ]);
    const over = await started([...bad, good.url], { policy: { ...POLICY, tries: 6, checkEveryMs: 60_000 } });
    await over.transaction((tx) => tx.insert(names, [{ name: 'here' }]));
    for (let i = 0; i < 24; i += 1) expect(await rowsOf(over, names)).toEqual([{ name: 'here', note: null }]);
    const { answered, fallbacks, endpoints } = over.report();
    expect({ answered, fallbacks }).toEqual({ answered: 24, fallbacks: 0 });
    expect(
      endpoints.slice(0, 5).every(({ failures, requests }) => failures > 0 && failures === requests),
    ).toBe(true);
  });

  it('give up on a silent endpoint when the time of a try is over', async () => {
    const silent = await impostor(() => undefined);
    const over = await started([silent, good.url], { policy: { ...POLICY, tryMs: 100 } });
    for (let i = 0; i < 4; i += 1) expect(await over.select(planOf(names))).toEqual([]);
    const [first] = over.report().endpoints;
    expect(first).toMatchObject({ reason: 'no answer within 100 ms' });
    expect(first!.failures).toBeGreaterThan(0);
    expect(over.report().fallbacks).toBe(0);
  });
});

describe('what stays with the engine that owns the store', () => {
  it('are writes, reads inside a transaction, scans, and reads that cost less than sending them', async () => {
    const over = await started([good.url], { sends: walks });
    const mine = eq('name', 'mine') as Predicate;
    await over.transaction(async (tx) => {
      await tx.insert(names, [{ name: 'mine' }]);
      expect(await tx.count(names, mine, 'live')).toBe(1);
      // From outside it is not there yet.
      expect(await over.count(names, mine, 'live')).toBe(0);
    });
    expect(over.report()).toMatchObject({ answered: 1, kept: 0 });
    expect(await over.select(planOf(names))).toHaveLength(1);
    expect(await over.lookup({ ...planOf(names, { limit: 1 }), column: 'name' }, 'mine')).toHaveLength(1);
    expect(await over.count(names, { op: 'and', of: [] }, 'live')).toBe(1);
    const snapshot = await over.snapshot(1);
    expect((await snapshot.read(planOf(names, { limit: 10 })))?.numRows).toBe(1);
    await snapshot.close();
    expect(over.report()).toMatchObject({ answered: 1, kept: 3 });
    expect(await over.count(names, mine, 'live')).toBe(1);
    expect(over.report()).toMatchObject({ answered: 2, kept: 3 });
    expect(over.report().endpoints[0]!.requests).toBe(2);
  });

  it('are reads that an endpoint refuses: the own store answers, or says what is wrong', async () => {
    const over = await started([good.url]);
    const many = Array.from({ length: 150_000 }, (_, i) => `${'n'.repeat(30)} ${i}`);
    expect(await over.select(planOf(names, { where: { op: 'in', column: 'name', values: many } }))).toEqual(
      [],
    );
    await expect(over.select(planOf(names, { columns: ['nothing'] }))).rejects.toThrow(
      'Table names has no column named nothing',
    );
    await expect(over.select(planOf(names, { where: eq('name', 1n) as never }))).rejects.toThrow(
      'Not well-formed text',
    );
    expect(over.report()).toMatchObject({ answered: 0, refused: 3 });
    expect(over.report().endpoints[0]).toMatchObject({ state: 'healthy', failures: 0, reason: null });
  });
});
