import { BoundedNames } from '../../src/server/metrics/bounded-names';
import { graphql, startGateway, type TestGateway } from './gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const metrics = async (): Promise<string> => (await fetch(`${gateway.url}/metrics`)).text();

/** The number of a series; 0 when it is not there. @param series as it is spelled, labels in the order of the text */
async function numberOf(series: string): Promise<number> {
  const line = (await metrics()).split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

it('serves /metrics to Prometheus, with the queries so far', async () => {
  await graphql(gateway.url, '{ sources(first: 1) { nodes { id } } }');
  const response = await fetch(`${gateway.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  expect(text).toMatch(/^vast_queries_total\{table="sources",type="\w+"\} [1-9]/m);
  expect(text).toMatch(/^vast_query_duration_seconds_bucket\{table="sources",type="\w+",le="\+Inf"\} [1-9]/m);
  expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m);
});

it('counts operations by name on both ways through the graph, and errors by code', async () => {
  const ran = 'tams_graphql_operation_duration_seconds_count{operation="Named",type="query"}';
  for (let times = 0; times < 3; times += 1)
    await graphql(gateway.url, 'query Named { sources(first: 1) { nodes { id } } }');
  expect(await numberOf(ran)).toBe(3);

  const told = 'tams_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"}';
  const before = await numberOf(told);
  await graphql(gateway.url, '{ nothingOfTheKind }');
  expect(await numberOf(told)).toBe(before + 1);
});

it('counts REST requests by operation id and class of status, and never names a path', async () => {
  const count = (route: string, status: string): Promise<number> =>
    numberOf(`tams_http_request_duration_seconds_count{surface="rest",route="${route}",status="${status}"}`);
  const id = '11111111-1111-4111-8111-111111111111';
  await fetch(`${gateway.url}/tams/v7.0/flows/${id}`);
  await fetch(`${gateway.url}/tams/v7.0/flows`);
  await fetch(`${gateway.url}/tams/v7.0/nothing-there`);
  await fetch(`${gateway.url}/nothing-here`);
  expect(await count('GET_flows-flowId', '4xx')).toBe(1);
  expect(await count('GET_flows', '2xx')).toBe(1);
  expect(await count('none', '4xx')).toBe(1);
  const text = await metrics();
  expect(text).toMatch(/surface="page",route="none",status="4xx"/);
  for (const path of [id, 'nothing-there', 'nothing-here']) expect(text).not.toContain(path);
});

it('counts batches of resolvers by relation and the keys in them', async () => {
  const keys = 'tams_graphql_batch_keys_sum{relation="source"}';
  const batches = 'tams_graphql_batch_keys_count{relation="source"}';
  for (const source of ['a', 'b']) await createFlow(source);
  await graphql(gateway.url, '{ flows(first: 10) { nodes { id source { id label } } } }');
  expect([await numberOf(batches), await numberOf(keys)]).toEqual([1, 2]);
  expect(await numberOf('vast_commits_total')).toBeGreaterThan(0);
  expect(await numberOf('vast_commit_transactions_total')).toBeGreaterThanOrEqual(2);
  expect(await numberOf('tams_event_log_latest_sequence')).toBeGreaterThan(0);
});

it('counts commits by how many transactions shared them', async () => {
  await Promise.all(Array.from('123456789cdef', createFlow));
  const sizes = [...(await metrics()).matchAll(/^vast_commit_sizes_total\{transactions="(\d+)"\} (\d+)$/gm)];
  expect(sizes.map(([, most]) => Number(most))).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  const commits = sizes.reduce((sum, [, , count]) => sum + Number(count), 0);
  expect(commits).toBe(await numberOf('vast_commits_total'));
  expect(sizes.slice(1).some(([, , count]) => Number(count) > 0)).toBe(true);
});

it('keeps names that clients choose within a bound', () => {
  const names = new BoundedNames(2);
  expect(['a', 'b', 'c', 'a', 'x'.repeat(200)].map((name) => names.of(name))).toEqual([
    'a',
    'b',
    'other',
    'a',
    'other',
  ]);
});

async function createFlow(digit: string): Promise<void> {
  const id = digit.repeat(8) + '-1111-4111-8111-111111111111';
  const body = {
    id,
    source_id: id.replace('-1111-', '-2222-'),
    format: 'urn:x-nmos:format:data',
    codec: 'application/json',
    essence_parameters: { data_type: 'urn:x-tams:data:example' },
  };
  const response = await fetch(`${gateway.url}/tams/v7.0/flows/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
}
