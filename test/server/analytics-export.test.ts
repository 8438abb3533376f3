import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseTimeRange } from '../../src/tams/time/timerange';
import { ALICE, uuid, videoFlow } from '../tams/store-fixture';
import { startGateway, type TestGateway } from './gateway';

let gateway: TestGateway;
const SEGMENTS = 3_000;
const DAY = 1_767_225_600;
const ODD = 'ends inclusively, \\x41 and ünïcode';

beforeAll(async () => {
  gateway = await startGateway();
  const { store } = gateway;
  for (const n of [1, 2]) await store.flows.put(ALICE, videoFlow(n, { label: n === 1 ? 'one' : null }));
  const external = (objectId: string, timerange: string, rest = {}) => ({
    objectId,
    timerange: parseTimeRange(timerange),
    getUrls: [{ url: 'https://media.example/x' }],
    ...rest,
  });
  await store.segments.add(
    ALICE,
    uuid(1),
    Array.from({ length: SEGMENTS }, (_, i) =>
      external(`o${i}`, `[${DAY + i}:0_${DAY + i + 1}:0)`, i % 3 === 0 ? { keyFrameCount: i } : {}),
    ),
  );
  await store.segments.add(ALICE, uuid(2), [external(ODD, '[-5:500000000_-1:7]')]);
});
afterAll(() => gateway.close());

const url = (query: string) => `${gateway.url}/analytics/export?${query}`;

/** A row in the form that both readers are brought to. */
type Exported = Record<string, unknown>;

async function arrowRows(query: string): Promise<Exported[]> {
  const response = await fetch(url(query));
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream');
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  return Array.from(table, (row: { toJSON(): Exported }) => plain(row.toJSON()));
}

async function parquetRows(query: string): Promise<Exported[]> {
  const response = await fetch(url(`${query}&format=parquet`));
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
  const file = path.join(gateway.dataDir, 'read-back.parquet');
  await writeFile(file, new Uint8Array(await response.arrayBuffer()));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const result = await connection.run(
      `SELECT COLUMNS(c -> c <> 'registered'), epoch_ms(registered) AS registered FROM '${file}'`,
    );
    return ((await result.getRowObjectsJS()) as Exported[]).map(plain);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const plain = (row: Exported): Exported =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );

describe('an export of segments', () => {
  const expected = (n: number): Exported[] =>
    n === 2
      ? [
          {
            flow_id: uuid(2),
            start_seconds: -6,
            start_nanoseconds: 500_000_000,
            end_seconds: -2,
            end_nanoseconds: 999_999_993,
            end_inclusive: 1,
            object_id: ODD,
            key_frame_count: null,
          },
        ]
      : Array.from({ length: SEGMENTS }, (_, i) => ({
          flow_id: uuid(1),
          start_seconds: DAY + i,
          start_nanoseconds: 0,
          end_seconds: DAY + i + 1,
          end_nanoseconds: 0,
          end_inclusive: 0,
          object_id: `o${i}`,
          key_frame_count: i % 3 === 0 ? i : null,
        }));
  const inOrder = (rows: readonly Exported[]) =>
    rows.toSorted((a, b) => (a.start_seconds as number) - (b.start_seconds as number));

  it('can be read back from Arrow and from Parquet, and both are what is stored', async () => {
    const arrow = inOrder(await arrowRows('table=segments'));
    const wanted = [...expected(2), ...expected(1)];
    expect(arrow).toHaveLength(wanted.length);
    arrow.forEach((row, i) => expect(row).toMatchObject(wanted[i]!));
    expect(Math.abs((arrow[0]!.registered as number) - Date.now())).toBeLessThan(600_000);
    expect(inOrder(await parquetRows('table=segments'))).toEqual(arrow);
  });

  it('holds what the filters say', async () => {
    expect(await arrowRows(`table=segments&flow_id=${uuid(2)}`)).toMatchObject(expected(2));
    expect(await arrowRows(`table=segments&source_id=${uuid(1002)}`)).toMatchObject(expected(2));
    const some = await arrowRows(`table=segments&timerange=[${DAY + 10}:0_${DAY + 12}:0)`);
    expect(some).toMatchObject(expected(1).slice(10, 12));
    expect(await arrowRows('table=segments&timerange=[5:0_6:0)')).toEqual([]);
  });

  it('of flows has their columns', async () => {
    const rows = await arrowRows('table=flows');
    expect(rows).toMatchObject([
      { id: uuid(1), source_id: uuid(1001), format: 'video', codec: 'video/h264', label: 'one' },
      { id: uuid(2), label: null },
    ]);
  });
});

it.each([
  ['table=nothing', 400, 'InvalidAnalysis', 'table must be one of segments, flows'],
  ['', 400, 'InvalidAnalysis', 'table must be'],
  ['table=segments&format=csv', 400, 'InvalidAnalysis', 'format must be one of arrow, parquet'],
  ['table=segments&flow=x', 400, 'InvalidAnalysis', 'there is no parameter \\"flow\\"'],
  ['table=segments&table=flows', 400, 'InvalidAnalysis', 'table can be given once'],
  ['table=segments&timerange=now', 400, 'InvalidTime', 'timerange'],
  [`table=segments&flow_id=${uuid(99)}`, 404, 'FlowNotFound', uuid(99)],
])('refuses %s', async (query, status, type, message) => {
  const response = await fetch(url(query));
  const text = await response.text();
  expect([response.status, (JSON.parse(text) as { type: string }).type]).toEqual([status, type]);
  expect(text).toContain(message);
});

describe('a client that leaves', () => {
  /** Begins an export, reads its first bytes at most, and goes. */
  function abandon(query: string): Promise<void> {
    return new Promise((resolve) => {
      const asked = request(url(query), (response) => {
        response.once('readable', () => {
          response.destroy();
          resolve();
        });
      });
      asked.on('error', () => resolve());
      asked.end();
    });
  }

  it.each(['arrow', 'parquet'])('leaves no file and takes no place, with %s', async (format) => {
    for (let i = 0; i < 5; i += 1) await abandon(`table=segments&format=${format}`);
    const exports = path.join(gateway.dataDir, 'analytics', 'export');
    for (let i = 0; i < 100 && (await readdir(exports)).length > 0; i += 1) await pause(50);
    expect(await readdir(exports)).toEqual([]);
    let status = 503;
    for (let i = 0; i < 100 && status === 503; i += 1) {
      const response = await fetch(url(`table=segments&format=${format}`));
      await response.arrayBuffer();
      status = response.status;
      if (status === 503) await pause(50);
    }
    expect(status).toBe(200);
  });

  it('lets others know that there are enough exports', async () => {
    const exports = await Promise.all(
      [1, 2, 3].map(() =>
        gateway.store.analytics
          .export({ table: 'segments', format: 'arrow', scope: {} }, new AbortController().signal)
          .catch((error: unknown) => error),
      ),
    );
    expect(exports[2]).toMatchObject({ type: 'AnalyticsUnavailable' });
    const response = await fetch(url('table=segments'));
    expect(response.status).toBe(503);
    await response.text();
    for (const rows of exports.slice(0, 2)) {
      const iterator = (rows as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
      await iterator.return?.();
    }
    expect(await arrowRows('table=segments')).toHaveLength(SEGMENTS + 1);
  });
});
