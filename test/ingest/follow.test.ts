import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFlow } from '../frontend/media-library';
import { graphql } from '../server/gateway';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { logCursor, readLog } from './feed-log';
import { addRange, makeAudioFlow, Writer } from './feed-writer';
import { Follower } from './follower';
import { Relay } from './relay';

let folder: string;
let server: ServerProcess;

/** Of each filter below. */
const LEAST_LINES = 3;

const serve = (port = '0'): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: port, TAMS_DATA_DIR: folder, TAMS_LOG_LEVEL: 'info' });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-follow-'));
  server = await serve();
});
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The gateway dies as if the power had failed, and comes back at the same address. */
async function crash(): Promise<void> {
  const { port } = new URL(server.url);
  await server.process.stop('SIGKILL');
  server = await serve(port);
}

describe('a follower', () => {
  it('prints the log exactly, through crashes of the gateway while others write', async () => {
    const { url } = server;
    const flows = [await makeFlow(url, 'Camera 1'), await makeFlow(url, 'Camera 2')];
    const start = await logCursor(url, 'latest');
    const follower = new Follower(url, '--after', start);
    const writers = flows.map(({ id }) => new Writer(url, id));
    for (let crashes = 1; crashes <= 3; crashes += 1) {
      await follower.untilLines(follower.lines.length + 50);
      await crash();
    }
    await follower.untilLines(follower.lines.length + 50);
    await Promise.all(writers.map((writer) => writer.stop()));
    const printed = await follower.untilCursor(await logCursor(url, 'latest'));
    const logged = await readLog(url, 'segments', 'at kind flowId timerange', start);
    expect(
      printed.map(({ cursor, at, kind, flowId, timerange }) => ({ cursor, at, kind, flowId, timerange })),
    ).toEqual(logged);
    const { status, errors } = await follower.stop('SIGINT');
    expect(errors).toMatch(/^Interrupted: .+\. Connecting again in \d+\.\d s\.$/m);
    expect(errors).not.toMatch(/^\s+at /m);
    expect(status).toBe(0);
  }, 120_000);

  it('goes on strictly behind the cursor that it is given', async () => {
    const { url } = server;
    const { id } = await makeFlow(url, 'Cut in two');
    const start = await logCursor(url, 'latest');
    await addRange(url, id, 0, 5);
    const end = await logCursor(url, 'latest');
    const whole = new Follower(url, '--after', start);
    const lines = await whole.untilCursor(end);
    await whole.stop();
    expect(lines.map(({ timerange }) => timerange)).toEqual(
      [0, 1, 2, 3, 4].map((n) => `[${n}:0_${n + 1}:0)`),
    );
    const rest = new Follower(url, '--after', lines[1]!.cursor);
    expect(await rest.untilCursor(end)).toEqual(lines.slice(2));
    await rest.stop();
  });

  it('misses nothing while its network is cut, not even before its first message', async () => {
    const { url } = server;
    const { id } = await makeFlow(url, 'Quiet');
    const relay = await Relay.to(url);
    const follower = new Follower(relay.url, '--flow', id);
    await relay.untilSaid('connection_ack');
    relay.cut();
    await addRange(url, id, 0, 2);
    await follower.untilErrors('Interrupted');
    relay.mend();
    const lines = await follower.untilCursor(await logCursor(url, 'latest'));
    await follower.stop();
    relay.close();
    expect(lines.map(({ timerange }) => timerange)).toEqual(['[0:0_1:0)', '[1:0_2:0)']);
  });

  it('begins in the past with --since, by a time or a duration', async () => {
    const { url } = server;
    const before = new Date().toISOString();
    const { id } = await makeFlow(url, 'Since');
    await addRange(url, id, 0, 2);
    const end = await logCursor(url, 'latest');
    for (const since of [before, '1h']) {
      const follower = new Follower(url, '--flow', id, '--since', since);
      expect(await follower.untilCursor(end)).toHaveLength(2);
      await follower.stop();
    }
  });

  it('tells of every change with --events, flat', async () => {
    const { url } = server;
    const start = await logCursor(url, 'latest');
    const { id, sourceId } = await makeFlow(url, 'Told');
    await addRange(url, id, 0, 2);
    await graphql(url, `mutation { deleteSegments(flowId: "${id}", timerange: "[0:0_1:0)") { __typename } }`);
    const follower = new Follower(url, '--events', '--urls', '--after', start);
    const lines = await follower.untilCursor(await logCursor(url, 'latest'));
    await follower.stop();
    expect(lines.map(({ type }) => type)).toEqual([
      'sources/created',
      'flows/created',
      'flows/segments_added',
      'flows/segments_deleted',
    ]);
    expect(lines[0]).toMatchObject({ sourceId, document: { id: sourceId } });
    expect(lines[1]).toMatchObject({ flowId: id, document: { id, label: 'Told' } });
    expect(lines[2]!.segments).toMatchObject([
      { objectId: `${id}-0`, timerange: '[0:0_1:0)', urls: [`https://media.example/${id}/0.ts`] },
      { objectId: `${id}-1` },
    ]);
    expect(lines[3]).toMatchObject({ flowId: id, timerange: '[0:0_1:0)' });
    expect(Object.values(lines[3]!)).not.toContain(null);
  });

  it('prints only what passes its filters', async () => {
    const { url } = server;
    const start = await logCursor(url, 'latest');
    const video = await makeFlow(url, 'Video');
    const audio = await makeAudioFlow(url);
    await graphql(url, 'mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', {
      input: {
        id: crypto.randomUUID(),
        sourceId: crypto.randomUUID(),
        format: 'MULTI',
        flowCollection: [{ id: audio, role: 'sound' }],
      },
    });
    for (const id of [video.id, audio]) await addRange(url, id, 0, 3);
    const { data } = await graphql<{ flow: { collectedBy: { id: string }[] } }>(
      url,
      `{ flow(id: "${audio}") { collectedBy { id } } }`,
    );
    const multi = data!.flow.collectedBy[0]!.id;
    const count = async (...args: string[]): Promise<Record<string, number>> => {
      const follower = new Follower(url, '--after', start, ...args);
      await follower.untilLines(LEAST_LINES);
      await follower.stop();
      const counts: Record<string, number> = {};
      for (const { flowId } of follower.lines) {
        const name = flowId === video.id ? 'video' : flowId === audio ? 'audio' : 'other';
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    };
    expect(await count('--flow', audio)).toEqual({ audio: 3 });
    expect(await count('--source', video.sourceId)).toEqual({ video: 3 });
    expect(await count('--format', 'AUDIO')).toEqual({ audio: 3 });
    expect(await count('--collected-by', multi)).toEqual({ audio: 3 });
    expect(await count('--flow', video.id, audio, '--timerange', '[1:0_2:500000000)')).toEqual({
      video: 2,
      audio: 2,
    });
    expect(await count('--type', 'flows/created')).toEqual({ video: 1, audio: 1, other: 1 });
  });
});
