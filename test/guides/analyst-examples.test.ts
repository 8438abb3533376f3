import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFlow } from '../frontend/media-library';
import { logCursor } from '../ingest/feed-log';
import { addRange } from '../ingest/feed-writer';
import { graphql } from '../server/gateway';
import { NodeProcess, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { pause } from '../support/stream-client';
import { example, textOf } from './markdown';
import { itWith, itWithAnalystsPython } from './with-program';

let folder: string;
let server: ServerProcess;
const serve = (port = '0'): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], {
    TAMS_PORT: port,
    TAMS_DATA_DIR: path.join(folder, 'data'),
    TAMS_LOG_LEVEL: 'info',
  });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-analysts-'));
  server = await serve();
});
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

const guide = (language: string, has: string): string =>
  example('src/events/README.md', language, has, server.url);

const lines = (flow: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${flow} [${from + i}:0_${from + i + 1}:0)`);

/** The program of the guide, run by Python in the test's folder; its output goes to a file of its own. */
class Python {
  output = '';
  private readonly child: ChildProcess;

  constructor() {
    this.child = spawn('python3', ['follow.py', server.url], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  async until(line: string): Promise<void> {
    while (!this.output.split('\n').includes(line)) {
      if (this.child.exitCode !== null)
        throw new Error(`Python ended before it said ${line}: ${this.output}`);
      await pause(20);
    }
  }

  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGKILL');
    await closed;
  }
}

itWith(
  'python3',
  "the Python program goes on through restarts, its own and the gateway's",
  async () => {
    const { id } = await makeFlow(server.url, 'Followed in Python');
    await writeFile(path.join(folder, 'follow.py'), guide('python', 'def events'));
    const place = path.join(folder, 'place');
    await writeFile(place, await logCursor(server.url, 'latest'));
    await addRange(server.url, id, 0, 3);

    let program = new Python();
    await program.until(lines(id, 2, 3)[0]!);
    const end = await logCursor(server.url, 'latest');
    while ((await readFile(place, 'utf8')) !== end) await pause(20);
    await program.kill();
    const first = program.output;

    await addRange(server.url, id, 3, 6);
    program = new Python();
    await program.until(lines(id, 5, 6)[0]!);
    const { port } = new URL(server.url);
    await server.process.stop('SIGKILL');
    server = await serve(port);
    await addRange(server.url, id, 6, 9);
    await program.until(lines(id, 8, 9)[0]!);
    await program.kill();
    expect((first + program.output).trim().split('\n')).toEqual(lines(id, 0, 9));
  },
  60_000,
);

it('the EventSource goes on through a restart of the gateway', async () => {
  const { id } = await makeFlow(server.url, 'In a browser');
  // Node 20 has a browser's EventSource behind a flag; while it reconnects, nothing else keeps the process.
  const client = new NodeProcess([
    '--experimental-eventsource',
    '--input-type=module',
    '-e',
    `${guide('js', 'EventSource')}
    feed.addEventListener('open', () => console.log('open'));
    setTimeout(() => process.exit(1), 50_000);`,
  ]);
  await client.until(/open/);
  await addRange(server.url, id, 0, 3);
  await client.until(/\[2:0_3:0\)/);
  const { port } = new URL(server.url);
  // Not by SIGKILL: Node's EventSource, unlike a browser's, gives up when a connection breaks off.
  await server.process.stop('SIGTERM');
  server = await serve(port);
  await addRange(server.url, id, 3, 6);
  await client.until(/\[5:0_6:0\)/);
  const { output } = await client.stop();
  const told = output.split('\n').filter((line) => line.startsWith(id));
  expect(told.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(lines(id, 0, 6));
}, 60_000);

describe('columns', () => {
  let flow: string;
  beforeAll(async () => {
    flow = (await makeFlow(server.url, 'Analysed')).id;
    await addRange(server.url, flow, 10, 17);
  });

  itWith('curl', 'are read by DuckDB from Parquet as the guide says', async () => {
    execFileSync('sh', ['-c', guide('sh', 'format=parquet')], { cwd: folder, stdio: 'pipe' });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const file = path.join(folder, 'segments.parquet');
      const result = await connection.run(guide('sql', 'SELECT').replace('segments.parquet', file));
      expect(await result.getRowObjectsJS()).toContainEqual({ flow_id: flow, segments: 7n, seconds: 7n });
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });

  it('are read in JavaScript from Arrow as the guide says', async () => {
    const client = new NodeProcess(['--input-type=module', '-e', guide('js', 'tableFromIPC')]);
    const { status, output, errors } = await client.ended;
    expect([status, errors]).toEqual([0, '']);
    const told = output.split('\n').filter((line) => line.startsWith(flow));
    expect(told).toEqual(Array.from({ length: 7 }, (_, i) => `${flow} ${10 + i}n null`));
  });

  itWithAnalystsPython(
    'are read by pandas and by Polars as the guide says',
    (python) => {
      const told = (has: string): string =>
        execFileSync(python, ['-c', guide('python', has)], { encoding: 'utf8', stdio: 'pipe' });
      const row = (text: string): string => text.split('\n').find((line) => line.includes(flow)) ?? text;
      expect(row(told('import pandas'))).toMatch(/ 7 +10 +17$/);
      expect(row(told('import polars'))).toMatch(/┆ 7 +┆ 10 +┆ 17 /);
    },
    60_000,
  );

  it('have the names that the guide lists', async () => {
    const [table] = /^\| column of `segments` .*?\n\n/ms.exec(textOf('src/events/README.md'))!;
    const response = await fetch(`${server.url}/analytics/export?table=segments`);
    const { schema } = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
    const listed = [...table.split('| column of')[1]!.matchAll(/^\| (.*?) \|/gm)].flatMap(([, names]) =>
      names!.replaceAll('`', '').split(', '),
    );
    expect(listed.toSorted()).toEqual(schema.names.toSorted());
  });

  it('have the statistics of the guide', async () => {
    const query = guide('graphql', 'analytics').replace(/flowId: "[^"]*"/, `flowId: "${flow}"`);
    const { data, errors } = await graphql(server.url, query);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      analytics: {
        flowUsage: expect.arrayContaining([
          expect.objectContaining({ flowId: flow, segments: 7 }),
        ]) as unknown,
      },
    });
  });
});
