import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFlow } from '../frontend/media-library';
import { logCursor } from '../ingest/feed-log';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { blocksOf, example } from './markdown';
import { itWith } from './with-program';

const FILE = 'rest-compat/README.md';

let folder: string;
let server: ServerProcess;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-rest-guide-'));
  server = await startServer([TAMS_GRAPH, 'serve'], {
    TAMS_PORT: '0',
    TAMS_DATA_DIR: path.join(folder, 'data'),
    TAMS_LOG_LEVEL: 'info',
  });
  await writeFile(path.join(folder, 'segment.ts'), 'bytes of media');
  const flow = (await makeFlow(server.url, 'In the guide')).id;
  environment = { flow, cursor: await logCursor(server.url, 'oldest') };
});
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What the commands of the guide print, one a line of the block; a refusal of the gateway fails. */
function run(command: string): string {
  const script = `set -eu\n${example(FILE, 'sh', 'api=', server.url)}\n${command.replaceAll(/^( *)curl /gm, '$1curl -sS --fail-with-body --max-time 20 ')}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command}\nended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

itWith('curl', 'media are stored by the commands of the guide, and found by them', () => {
  const { media_objects } = JSON.parse(run(example(FILE, 'sh', '/storage"'))) as {
    media_objects: { object_id: string; put_url: { url: string } }[];
  };
  const [{ object_id, put_url }] = media_objects as [(typeof media_objects)[0]];
  Object.assign(environment, { object_id, put_url: put_url.url });
  run(example(FILE, 'sh', '--data-binary'));

  const [flows, segments] = example(FILE, 'sh', '/segments?timerange').trim().split('\n');
  expect(JSON.parse(run(flows!))).toMatchObject([{ id: environment.flow }]);
  expect(JSON.parse(run(segments!.replace('[10:0_14:0)', '[0:0_4:0)')))).toMatchObject([
    { object_id, timerange: '[0:0_2:0)', get_urls: [{ presigned: true }] },
  ]);
});

itWith('curl', 'the polls of the guide tell of it', () => {
  const commands = example(FILE, 'sh', 'api-ext').trim().split('\n');
  expect(commands).toHaveLength(3);
  const polls = commands.slice(1).map((command) => command.replace('2026-01-31', '2020-01-31'));
  for (const poll of polls) {
    const { events } = JSON.parse(run(poll)) as { events: { event_type: string }[] };
    expect(events.map(({ event_type }) => event_type)).toContain('flows/segments_added');
  }
});

itWith('curl', 'the stream of the guide begins', () => {
  const [stream] = example(FILE, 'sh', 'api-ext').trim().split('\n');
  // It does not end by itself: what came within two seconds is looked at.
  const begun = run(`${stream} --max-time 2 || true`);
  expect(begun).toMatch(/^retry: 3000\nid: \S+\n/);
});

it('nothing in the guide is a command that is not run here', () => {
  const scripts = blocksOf(FILE).filter(({ language }) => language === 'sh');
  expect(scripts).toHaveLength(5);
});
