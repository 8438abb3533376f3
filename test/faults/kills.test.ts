import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idOf } from '../bench/dataset';
import { ask } from '../bench/load';
import { sortedLive, unlogged } from '../chaos/acknowledged';
import { readLog } from '../chaos/log-rows';
import { Writer } from '../chaos/writer';
import { Random } from '../rest-compat/hostile/random';
import { NodeProcess, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { pause } from '../support/stream-client';
import { serve } from './faulty-server';
import { objectsOf } from './segments';

const KILLS = Number(process.env.TEST_FAULTS_KILLS ?? 40);
const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 32);
const FLOWS = Array.from({ length: 6 }, (_, n) => idOf('killed flow', n));
const PUT = 'mutation ($input: FlowInput!) { putFlow(input: $input) { created } }';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-kills-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  `a server that is killed ${KILLS} times in mid-write has all that it acknowledged, and nothing by halves`,
  async () => {
    process.stderr.write(`kills: TEST_SEED=${SEED}\n`);
    const random = new Random(SEED);
    const data = path.join(folder, 'data');
    let server: ServerProcess = await serve(data);
    try {
      const { url } = server;
      for (const [n, id] of FLOWS.entries())
        await ask(url, PUT, {
          input: {
            ...{ id, sourceId: idOf('source of', n), format: 'VIDEO', codec: 'video/h264' },
            ...{ container: 'video/mp2t', video: { frameWidth: 1920, frameHeight: 1080 } },
          },
        });
      const writers = FLOWS.map((flow) => new Writer(flow, random));
      const killing = { isOver: false };
      const writing = Promise.all(
        writers.map((writer) =>
          writer.write(
            () => url,
            () => killing.isOver,
          ),
        ),
      );
      for (let kill = 0; kill < KILLS; kill += 1) {
        await pause(random.below(400));
        await server.process.stop('SIGKILL');
        server = await serve(data, undefined, { TAMS_PORT: new URL(url).port });
      }
      killing.isOver = true;
      await writing;
      for (const writer of writers) expect(await objectsOf(url, writer.flow)).toEqual(sortedLive(writer));
      const copy = path.join(folder, 'copy');
      // It reads every page of the store, and opens the copy as a server would.
      expect(
        await new NodeProcess([TAMS_GRAPH, 'backup', copy], { TAMS_DATA_DIR: data }).ended,
      ).toMatchObject({ status: 0, errors: '' });
      expect((await server.process.stop()).status).toBe(0);
      const rows = await readLog(data);
      expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i + 1));
      for (const writer of writers) expect(unlogged(writer, rows)).toEqual([]);
      const lost = writers.reduce((sum, { retries }) => sum + retries, 0);
      const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
      process.stderr.write(
        `kills: ${KILLS}, ${acknowledged} segments acknowledged, ${lost} tries unanswered\n`,
      );
      expect(lost).toBeGreaterThan(0);
      expect(acknowledged).toBeGreaterThan(KILLS);
    } finally {
      await server.process.stop('SIGKILL');
    }
  },
  KILLS * 10_000 + 120_000,
);
