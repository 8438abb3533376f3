import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { STORE_TABLES } from '../../src/server/store-tables';
import { segmentsTable } from '../../src/tams/tables';
import type { Reader, SelectPlan } from '../../src/vast/engine';
import { EndpointsEngine } from '../../src/vast/endpoints/endpoints-engine';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { storeIdentity } from '../../src/vast/engines/embedded/read-only';
import { and, eq, ge } from '../../src/vast/predicate';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { load } from './dataset';
import { median } from './load';

const FLOWS = 20;
const SEGMENTS = 5_000;
const ENDPOINTS = 3;
const ROUNDS = 3;
const SECONDS = 2;
const CLIENTS = 8;
const ROWS = [1, 10, 20, 50, 100, 300, 1_000];
const COLUMNS = ['object_id', 'start_cut', 'end_cut', 'ts_offset', 'sample_offset', 'sample_count'];

const whole = (value: number): string => Math.round(value).toLocaleString('en');

type Ask = (reader: Reader, n: number) => Promise<unknown>;

/** Measures what reads of one store reach over none, one and more endpoints, and what each costs who asks. */
export async function endpoints(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const serving: ServerProcess[] = [];
  try {
    const flows = await filled(folder);
    const store = path.join(folder, 'store');
    const own = await openEmbeddedEngine(store);
    for (let i = 0; i < ENDPOINTS; i += 1)
      serving.push(await startServer([TAMS_GRAPH, 'endpoint', '--data-dir', folder, '--port', '0']));
    const over = async (count: number): Promise<EndpointsEngine> => {
      const engine = new EndpointsEngine(own, {
        urls: serving.slice(0, count).map(({ url }) => url),
        strategy: 'least-outstanding',
        store: await storeIdentity(store),
        tables: STORE_TABLES,
        token: null,
        sends: () => true,
        now: Date.now,
        onChange: () => undefined,
      });
      await engine.start();
      return engine;
    };
    const engines = await Promise.all(Array.from({ length: ENDPOINTS }, (_, i) => over(i + 1)));
    const readers: readonly Reader[] = [own, ...engines];
    const flow = (n: number): string => flows[n % flows.length]!;
    const page = (n: number, limit: number, columns: readonly string[]): SelectPlan => ({
      table: segmentsTable,
      columns,
      where: eq('flow_id', flow(n)),
      projection: 'primary',
      reverse: false,
      after: null,
      limit,
      visibility: 'live',
      rowIds: false,
    });
    const heavy: Record<string, Ask> = {
      [`runs of ${whole(SEGMENTS)} segments`]: (reader, n) =>
        reader.runs({ table: segmentsTable, key: [flow(n)], range: { lo: '', hi: '~' } }),
      [`count among ${whole(SEGMENTS)} segments`]: (reader, n) =>
        reader.count(segmentsTable, and(eq('flow_id', flow(n)), ge('sample_count', 50)), 'live'),
      'page of 1,000 segments': (reader, n) => reader.select(page(n, 1_000, COLUMNS)),
    };
    const asks = Object.values(heavy);

    print(
      `\n## Endpoints: ${FLOWS} flows × ${whole(SEGMENTS)} segments, ${CLIENTS} clients in one process, ${cpus().length} cores\n`,
    );
    print('| reads a second | in this process | 1 endpoint | 2 | 3 | best : own |');
    print('|---|--:|--:|--:|--:|--:|');
    const mix: Ask = (reader, n) => asks[n % asks.length]!(reader, n);
    for (const [name, ask] of [...Object.entries(heavy), ['the three in turn', mix] as const]) {
      const rates = (await byTurns(readers, ask)).map(({ rate }) => rate);
      const ratio = Math.max(...rates.slice(1)) / rates[0]!;
      print(`| ${name} | ${rates.map(whole).join(' | ')} | **${ratio.toFixed(2)}** |`);
    }

    print(
      '\n| rows of a page | own: µs of this process | sent: µs of this process | texts, own | texts, sent |',
    );
    print('|--:|--:|--:|--:|--:|');
    const pair = [own, engines[0]!];
    for (const rows of ROWS) {
      const cells = await byTurns(pair, (reader, n) => reader.select(page(n, rows, COLUMNS)));
      const texts = await byTurns(pair, (reader, n) => reader.selectTexts(page(n, rows, ['document'])));
      print(`| ${whole(rows)} | ${[...cells, ...texts].map(({ cpu }) => whole(cpu)).join(' | ')} |`);
    }
    for (const engine of engines) {
      if (engine.report().fallbacks + engine.report().refused > 0)
        throw new Error(`Not all reads were answered by endpoints: ${JSON.stringify(engine.report())}`);
      engine.stop();
    }
    await own.close();
  } finally {
    for (const { process: child } of serving) await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills a store through the public API; gives the ids of its flows. */
async function filled(folder: string): Promise<readonly string[]> {
  const gateway = await startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder });
  try {
    return (await load(gateway.url, FLOWS, SEGMENTS)).dataset.flows;
  } finally {
    await gateway.process.stop();
  }
}

interface Measured {
  /** Reads a second. */
  readonly rate: number;
  /** Processor time of this process for each, in µs. */
  readonly cpu: number;
}

/** Medians over rounds in which the readers take turns, so that a slow minute of the machine hits all. */
async function byTurns(readers: readonly Reader[], ask: Ask): Promise<Measured[]> {
  const rounds: Measured[][] = readers.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [i, reader] of readers.entries()) rounds[i]!.push(await measured(reader, ask));
  return rounds.map((of) => ({
    rate: median(of.map(({ rate }) => rate)),
    cpu: median(of.map(({ cpu }) => cpu)),
  }));
}

async function measured(reader: Reader, ask: Ask): Promise<Measured> {
  const before = process.cpuUsage();
  const began = performance.now();
  const end = began + SECONDS * 1000;
  let reads = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      reads += 1;
      await ask(reader, reads);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { user, system } = process.cpuUsage(before);
  return { rate: (reads * 1000) / (performance.now() - began), cpu: (user + system) / reads };
}
