import { transformFileAsync } from '@babel/core';
import { build } from 'esbuild';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFlow } from '../frontend/media-library';
import { logCursor } from '../ingest/feed-log';
import { addRange } from '../ingest/feed-writer';
import { NodeProcess, ROOT, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { example } from './markdown';

let folder: string;
let server: ServerProcess;
const serve = (port = '0'): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: port, TAMS_DATA_DIR: folder, TAMS_LOG_LEVEL: 'info' });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-guide-'));
  server = await serve();
});
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The block of JavaScript in the guide to the graph that has this in it. */
const guide = (has: string): string => example('schema/README.md', 'js', has, server.url);

/** Node 20 has a browser's EventSource behind a flag, and no WebSocket: `ws` speaks it. */
const run = (code: string): NodeProcess =>
  new NodeProcess([
    '--experimental-eventsource',
    '--input-type=module',
    '-e',
    `import { WebSocket } from 'ws';
     globalThis.WebSocket = WebSocket;
     ${code}`,
  ]);

async function output(code: string): Promise<string[]> {
  const { status, output, errors } = await run(code).ended;
  if (status !== 0) throw new Error(errors);
  return output.trim().split('\n');
}

const seconds = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `[${from + i}:0_${from + i + 1}:0)`);

it('the first request answers, and tells an error by its code', async () => {
  const { id } = await makeFlow(server.url, 'Asked');
  const lines = await output(`
    ${guide('function ask')}
    console.log((await ask('query ($id: UUID!) { flow(id: $id) { label } }', { id: '${id}' })).flow.label);
    await ask('{ flows(after: "x") { nodes { id } } }').catch(({ code }) => console.log(code));`);
  expect(lines).toEqual(['Asked', 'BAD_CURSOR']);
});

it('the pages of the guide are all of a flow', async () => {
  const { id } = await makeFlow(server.url, 'Paged');
  await addRange(server.url, id, 0, 7);
  const lines = await output(`
    ${guide('function ask')}
    ${guide('allSegments').replace('first: 1000', 'first: 3')}
    for await (const { timerange } of allSegments('${id}')) console.log(timerange);`);
  expect(lines).toEqual(seconds(0, 7));
});

it('Apollo Client, set up as the guide says, joins pages and subscribes', async () => {
  const { id } = await makeFlow(server.url, 'In Apollo');
  await addRange(server.url, id, 0, 7);
  const after = await logCursor(server.url, 'latest');
  await addRange(server.url, id, 7, 8);
  const lines = await output(`
    ${guide('ApolloClient')}
    const edges = await new Promise((resolve) => showAll('${id}', (joined) => joined.length === 8 && resolve(joined)));
    for (const { node } of edges) console.log(node.timerange);
    const feed = client.subscribe({
      query: gql\`subscription ($after: String) { segments(after: $after) { cursor timerange flow { id timerange } } }\`,
      variables: { after: '${after}' },
    });
    const { timerange } = await new Promise((resolve) => feed.subscribe(({ data }) => resolve(data.segments)));
    console.log(timerange, client.cache.extract()['VideoFlow:${id}'].timerange);
    await sockets.dispose();
    client.stop();`);
  expect(lines).toEqual([...seconds(0, 8), '[7:0_8:0) [0:0_8:0)']);
});

it('urql, set up as the guide says, asks, and subscribes', async () => {
  const { id } = await makeFlow(server.url, 'In urql');
  const after = await logCursor(server.url, 'latest');
  await addRange(server.url, id, 0, 1);
  const lines = await output(`
    ${guide('@urql/core')}
    const { label, timerange } = await flowOf('${id}');
    console.log(label, timerange);
    const feed = client.subscription(
      gql\`subscription ($after: String) { segments(after: $after) { timerange } }\`,
      { after: '${after}' },
    );
    const told = await new Promise((resolve) => feed.subscribe(({ data }) => data && resolve(data.segments)));
    console.log(told.timerange);
    await sockets.dispose();`);
  expect(lines).toEqual(['In urql [0:0_1:0)', '[0:0_1:0)']);
});

it('Relay, compiled and set up as the guide says, joins pages and subscribes', async () => {
  const { id } = await makeFlow(server.url, 'In Relay');
  await addRange(server.url, id, 0, 7);
  const after = await logCursor(server.url, 'latest');
  await addRange(server.url, id, 7, 8);
  const module = await relayProject();
  const lines = await output(`
    const { allSegments, environment, follow, sockets } = await import('${module}');
    for (const { timerange } of await allSegments('${id}')) console.log(timerange);
    const told = await new Promise((resolve) => follow('${after}', resolve));
    console.log(told.segments.timerange, environment.getStore().getSource().get('${id}').timerange);
    await sockets.dispose();`);
  expect(lines).toEqual([...seconds(0, 8), '[7:0_8:0) [0:0_8:0)']);
}, 60_000);

/** A frontend's folder as the guide describes it, compiled and bundled. @returns the module of the example */
async function relayProject(): Promise<string> {
  const project = path.join(folder, 'relay');
  const [source, transformed, bundle] = ['segments.js', 'transformed.js', 'bundle.mjs'].map((name) =>
    path.join(project, 'src', name),
  ) as [string, string, string];
  await mkdir(path.dirname(source), { recursive: true });
  await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  await copyFile(path.join(ROOT, 'schema/schema.graphql'), path.join(project, 'schema.graphql'));
  await writeFile(
    path.join(project, 'relay.config.json'),
    example('schema/README.md', 'json', '"eagerEsModules"'),
  );
  await writeFile(source, guide('relay-runtime'));
  const { status, output, errors } = await new NodeProcess(
    [require.resolve('relay-compiler/cli.js')],
    {},
    project,
  ).ended;
  if (status !== 0) throw new Error(output + errors);
  const plugins = [[require.resolve('babel-plugin-relay'), { eagerEsModules: true }]];
  const { code } = (await transformFileAsync(source, { plugins, cwd: project }))!;
  await writeFile(transformed, code!);
  await build({ entryPoints: [transformed], bundle: true, platform: 'node', format: 'esm', outfile: bundle });
  return bundle;
}

it('the client of the guide goes on through a restart, without a gap or a repeat', async () => {
  const { id } = await makeFlow(server.url, 'Followed');
  const start = await logCursor(server.url, 'latest');
  const client = run(`
    ${guide('followSegments')}
    await followSegments(${JSON.stringify(start)}, ({ timerange }) => console.log(timerange));`);
  await addRange(server.url, id, 0, 3);
  await client.until(/\[2:0_3:0\)/);
  const { port } = new URL(server.url);
  await server.process.stop('SIGKILL');
  server = await serve(port);
  await addRange(server.url, id, 3, 6);
  await client.until(/\[5:0_6:0\)/);
  const { output } = await client.stop();
  expect(output.trim().split('\n')).toEqual(seconds(0, 6));
}, 60_000);

it('the EventSource of the guide shows what happens', async () => {
  const { id } = await makeFlow(server.url, 'Streamed');
  const client = run(`
    ${guide('EventSource')}
    feed.addEventListener('open', () => console.log('open'));`);
  await client.until(/open/);
  await addRange(server.url, id, 0, 2);
  await client.until(/\[1:0_2:0\)/);
  const { output } = await client.stop();
  expect(output).toContain(id);
}, 60_000);
