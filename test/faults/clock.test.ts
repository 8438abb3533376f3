import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { putFlow } from '../bench/dataset';
import { ask } from '../bench/load';
import { NodeProcess, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { serve } from './faulty-server';
import { addOne, objectsOf } from './segments';

const HOUR_MS = 3_600_000;

let data: string;
let server: ServerProcess;
beforeAll(async () => (data = await mkdtemp(path.join(tmpdir(), 'tams-clock-'))));
afterAll(async () => {
  await server.process.stop('SIGKILL');
  await rm(data, { recursive: true, force: true });
});

const clock = (shiftMs: number) => serve(data, 'shifted-clock', { TEST_CLOCK_SHIFT_MS: String(shiftMs) });
const latest = async () =>
  (await ask<{ eventLog: { latest: string } }>(server.url, '{ eventLog { latest } }')).eventLog.latest;
const sequenceOf = (cursor: string) => Number(cursor.split('-')[1]);

it('a clock that is an hour ahead, then behind, loses no write and no event, and their order stays; doctor says what is wrong', async () => {
  server = await clock(0);
  const flow = await putFlow(server.url, 1);
  const begin = await latest();
  let n = 0;
  for (const shift of [0, HOUR_MS, -HOUR_MS, 0]) {
    await server.process.stop('SIGKILL');
    server = await clock(shift);
    const before = sequenceOf(await latest());
    for (let i = 0; i < 5; i += 1, n += 1) await addOne(server.url, flow, n);
    expect(sequenceOf(await latest())).toBe(before + 5);
  }
  expect(await objectsOf(server.url, flow)).toEqual(Array.from({ length: n }, (_, i) => `${flow}-${i}`));
  const answer = await fetch(`${server.url}/tams/v7.0-ext/events?after=${begin}&limit=100`);
  const { events } = (await answer.json()) as { events: unknown[] };
  expect(events).toHaveLength(n);
  await server.process.stop();
  const { status, output } = await new NodeProcess([TAMS_GRAPH, 'doctor'], {
    TAMS_DATA_DIR: data,
    TAMS_PORT: '0',
  }).ended;
  expect(output).toMatch(/WRONG +clock/);
  expect(status).toBe(1);
}, 120_000);
