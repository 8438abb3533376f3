import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { LoadShedder } from '../../src/server/load-shedding';
import { startGateway, type TestGateway } from './gateway';

const REASON = 'The server has more to do than it can: try again in 1 s';
interface Refusal {
  readonly head: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const numbersTo = (count: number) => Array.from({ length: count }, (_, n) => n);

function requestOf(url: string, method = 'GET'): [IncomingMessage, ServerResponse] {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url });
  return [request, new ServerResponse(request)];
}

/** Hands requests to a shedder in one turn; says which of them have been served and refused so far. */
function arriveTogether(count: number, options: { maxWaitMs?: number; workMs?: number } = {}) {
  const served: number[] = [];
  const refused: number[] = [];
  const shedder = new LoadShedder({
    maxWaitMs: options.maxWaitMs ?? Infinity,
    isExempt: ({ method }) => method === 'OPTIONS',
    serve: ({ url }) => {
      served.push(Number(url));
      const end = performance.now() + (options.workMs ?? 0);
      while (performance.now() < end);
    },
    refuse: ({ url }) => refused.push(Number(url)),
  });
  for (const n of numbersTo(count)) shedder.listener(...requestOf(String(n)));
  return { shedder, served, refused };
}

describe('requests of one turn', () => {
  it('are served together, when all have come, in their order', async () => {
    const { served } = arriveTogether(3);
    expect(served).toEqual([]);
    await turn();
    expect(served).toEqual([0, 1, 2]);
  });

  it('that are very many are served in several turns, each once', async () => {
    const { served } = arriveTogether(100);
    await turn();
    expect(served.length).toBeLessThan(100);
    while (served.length < 100) await turn();
    await turn();
    expect(served).toEqual(numbersTo(100));
  });

  it('are refused in their order when they waited too long, and those that come then are served', async () => {
    const { shedder, served, refused } = arriveTogether(100, { maxWaitMs: 100, workMs: 5 });
    while (served.length + refused.length < 100) await turn();
    // But for those that begin in one turn.
    expect(served).toEqual([...numbersTo(32), ...numbersTo(32).map((n) => n + 68)]);
    expect(refused).toEqual(numbersTo(36).map((n) => n + 32));
    expect(shedder.refused).toBe(refused.length);
    shedder.listener(...requestOf('100'));
    await turn();
    expect(served.at(-1)).toBe(100);
  });

  it('are all served when they are few, however long they waited', async () => {
    const { served, refused } = arriveTogether(32, { maxWaitMs: -1 });
    await turn();
    expect([served, refused]).toEqual([numbersTo(32), []]);
  });

  it('do not wait when they are exempt', () => {
    const { shedder, served } = arriveTogether(100);
    shedder.listener(...requestOf('100', 'OPTIONS'));
    expect(served).toEqual([100]);
  });

  it('whose clients have gone are left out', async () => {
    const { shedder, served, refused } = arriveTogether(1);
    const [request, response] = requestOf('1');
    shedder.listener(request, response);
    request.socket.destroy();
    await turn();
    expect([served, refused]).toEqual([[0], []]);
  });
});

describe('a gateway with more requests than it can answer in time', () => {
  let gateway: TestGateway;
  beforeAll(async () => (gateway = await startGateway({ env: { TAMS_MAX_WAIT: '1ms' } })));
  afterAll(() => gateway.close());

  /** Sends a request over as many connections at once; gives the answers as they came. */
  async function flood(method: string, path: string, body = ''): Promise<string[]> {
    const { hostname, port } = new URL(gateway.url);
    const text = `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    return Promise.all(
      Array.from({ length: 300 }, async () => {
        let answer = '';
        const socket = connect(Number(port), hostname);
        socket.on('data', (chunk) => (answer += chunk.toString())).write(text);
        await new Promise((resolve) => socket.once('close', resolve));
        return answer;
      }),
    );
  }

  /** The first refusal of a path. */
  async function refusalOf(method: string, path: string, body?: string): Promise<Refusal> {
    for (let round = 0; round < 20; round += 1) {
      const refusal = (await flood(method, path, body)).find((answer) => answer.startsWith('HTTP/1.1 503'));
      if (refusal === undefined) continue;
      const [head, text] = refusal.split('\r\n\r\n') as [string, string];
      return { head, body: JSON.parse(text) as Refusal['body'] };
    }
    throw new Error(`None of ${20 * 300} requests was refused`);
  }

  it('refuses some in the form of the graph', async () => {
    const { head, body } = await refusalOf('POST', '/graphql', '{"query":"{ service { name } }"}');
    expect(head).toMatch(/^retry-after: 1\r?$/im);
    expect(head).toMatch(/^content-type: application\/json; charset=utf-8\r?$/im);
    expect(body).toMatchObject({
      errors: [{ message: REASON, extensions: { code: 'OVERLOADED', kind: 'unavailable' } }],
    });
  });

  it.each(['/tams/v7.0/flows', '/media/object-1', '/analytics/export'])(
    'refuses some in the form of the API at %s',
    async (path) => {
      const { head, body } = await refusalOf('GET', path);
      expect(head).toMatch(/^retry-after: 1\r?$/im);
      expect(head).toMatch(/^access-control-allow-origin: \*\r?$/im);
      expect(body).toMatchObject({ type: 'Overloaded', summary: REASON, message: REASON });
    },
  );

  it('is asked for its health, and tells how many it refused', async () => {
    const health = await flood('GET', '/livez');
    expect(health.filter((answer) => !answer.startsWith('HTTP/1.1 200'))).toEqual([]);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(Number(/^tams_overload_refusals_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
  });
});
