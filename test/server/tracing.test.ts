import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, TAMS_GRAPH } from '../support/server-process';
import { TraceCollector, type CollectedSpan, type Tree } from './trace-collector';

let folder: string;
let collector: TraceCollector;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-tracing-'));
  collector = await TraceCollector.start();
});
afterEach(async () => {
  await collector.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs work against a server of its own; all traces have been sent when it resolves. */
async function traced(env: Record<string, string>, work: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...env });
  try {
    await work(server.url);
  } finally {
    await server.process.stop();
  }
}

const never = (): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_TRACES_SAMPLER_ARG: '0',
});

/** A trace of a client of ours. */
interface Client {
  readonly trace: string;
  readonly span: string;
  readonly header: string;
}

function client(flags = '01'): Client {
  const trace = randomBytes(16).toString('hex');
  const span = randomBytes(8).toString('hex');
  return { trace, span, header: `00-${trace}-${span}-${flags}` };
}

async function ask(url: string, { header }: Client, query: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: header },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).not.toHaveProperty('errors');
}

const putFlow = (url: string, id: string, { header }: Client): Promise<Response> =>
  fetch(`${url}/tams/v7.0/flows/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', traceparent: header },
    body: JSON.stringify({
      id,
      source_id: randomUUID(),
      format: 'urn:x-nmos:format:data',
      codec: 'application/json',
      essence_parameters: { data_type: 'urn:x-tams:data:example' },
    }),
  });

const attribute = ({ attributes }: CollectedSpan, name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
const names = (trees: readonly Tree[]): string[] => trees.flatMap(([name, below]) => [name, ...names(below)]);

it('follows a request that its sender follows: HTTP, GraphQL, domain, storage core', async () => {
  const asked = client();
  await traced(never(), (url) =>
    ask(url, asked, 'query Newest { flows(first: 1) { nodes { id source { label } } } }'),
  );
  const [http, ...others] = collector.below(asked.trace, asked.span);
  expect(others).toEqual([]);
  expect(http![0]).toBe('POST /graphql');
  expect(http![1]).toMatchObject([['query Newest', [['flows.list', [['select flows', []]]]]]]);
  const [server] = collector.spans.filter(({ parentSpanId }) => parentSpanId === asked.span);
  expect(server!.kind).toBe(2);
  expect(attribute(server!, 'http.route')).toBe('/graphql');
  expect(Number(attribute(server!, 'http.response.status_code'))).toBe(200);
  expect(collector.body).toContain('"tams-graph"');
});

it('follows REST, and a write into its transaction', async () => {
  const reading = client();
  const writing = client();
  const flow = randomUUID();
  await traced(never(), async (url) => {
    expect((await putFlow(url, flow, writing)).status).toBe(201);
    const missing = await fetch(`${url}/tams/v7.0/flows/${randomUUID()}`, {
      headers: { traceparent: reading.header },
    });
    expect(missing.status).toBe(404);
  });
  const [read] = collector.below(reading.trace, reading.span);
  expect(read![0]).toBe('GET /tams/v7.0/flows/{flowId}');
  expect(read![1].map(([name]) => name)).toEqual(['flows.documentText']);
  const [written] = collector.below(writing.trace, writing.span);
  expect(written![0]).toBe('PUT /tams/v7.0/flows/{flowId}');
  const put = written![1].find(([name]) => name === 'flows.put')!;
  const transaction = put[1].find(([name]) => name === 'transaction')!;
  expect(names(transaction[1])).toEqual(
    expect.arrayContaining(['insert flows', 'insert sources', 'insert events']),
  );
});

it('keeps traces apart that are served, and committed, together', async () => {
  const clients = Array.from({ length: 20 }, () => client());
  const others = Array.from({ length: 20 }, () => client('00'));
  await traced(never(), async (url) => {
    await Promise.all(
      clients.flatMap((each, i) => [
        putFlow(url, randomUUID(), each),
        putFlow(url, randomUUID(), others[i]!),
        fetch(`${url}/tams/v7.0/sources?limit=1`, { headers: { traceparent: others[i]!.header } }),
      ]),
    );
  });
  for (const { trace, span } of clients) {
    const all = names(collector.below(trace, span));
    expect(all.filter((name) => name === 'insert flows')).toHaveLength(1);
    expect(all.filter((name) => name.startsWith('PUT '))).toHaveLength(1);
    expect(all).not.toContain('sources.list');
    // No span whose parent was lost.
    expect(collector.spans.filter(({ traceId }) => traceId === trace)).toHaveLength(all.length);
  }
  const known = new Set(clients.map(({ trace }) => trace));
  expect(collector.spans.filter(({ traceId }) => !known.has(traceId))).toEqual([]);
});

it('begins traces itself by chance: all at 1, housekeeping as well, and none when the sender says no', async () => {
  const refused = client('00');
  await traced({ ...never(), OTEL_TRACES_SAMPLER_ARG: '1' }, async (url) => {
    await fetch(`${url}/livez`);
    await fetch(`${url}/readyz`, { headers: { traceparent: refused.header } });
    await fetch(`${url}/nothing?access_token=tams_secret`, { headers: { traceparent: 'garbage' } });
  });
  const roots = collector.spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name);
  expect(roots).toEqual(expect.arrayContaining(['GET /livez', 'GET none', 'housekeeping']));
  expect(roots).not.toContain('GET /readyz');
  expect(collector.spans.some(({ traceId }) => traceId === refused.trace)).toBe(false);
  expect(collector.body).not.toContain('tams_secret');
});

it('makes no traces unless there is a collector to send them to', async () => {
  await traced({}, (url) => ask(url, client(), '{ sources { nodes { id } } }'));
  expect(collector.spans).toEqual([]);
});

it('serves on while its collector does not answer', async () => {
  const { url: gone } = collector;
  await collector.stop();
  await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: gone, OTEL_TRACES_SAMPLER_ARG: '1' }, async (url) => {
    for (let i = 0; i < 20; i += 1) await ask(url, client(), '{ sources { nodes { id } } }');
  });
  collector = await TraceCollector.start();
});

it.each([
  ['OTEL_TRACES_SAMPLER_ARG', '1.5', /OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1 such as 0\.01/],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', /OTEL_EXPORTER_OTLP_ENDPOINT must be an absolute http/],
])('refuses %s=%s at the start', async (variable, value, message) => {
  await expect(traced({ [variable]: value }, () => Promise.resolve())).rejects.toThrow(message);
});
