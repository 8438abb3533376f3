import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { graphql } from '../server/gateway';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { pause } from '../support/stream-client';
import { blocksOf } from './markdown';

let folder: string;
let demo: ServerProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-readme-'));
  demo = await startServer([TAMS_GRAPH, 'demo'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder });
  await demo.process.until(/Ctrl-C stops/);
  while ((await liveRange()) === '()') await pause(100);
}, 60_000);
afterAll(async () => {
  await demo.process.stop('SIGINT');
  await rm(folder, { recursive: true, force: true });
});

/** How far the live flow has come: `()` until its first segment. */
async function liveRange(): Promise<string | undefined> {
  const { data } = await graphql<{ flows: { nodes: { timerange: string }[] } }>(
    demo.url,
    '{ flows(filter: { label: "Live" }) { nodes { timerange } } }',
  );
  return data?.flows.nodes[0]?.timerange;
}

/** Each query of the README with the answer that follows it. */
const ANSWERED = blocksOf('README.md').flatMap(({ language, code }, i, blocks) => {
  const next = blocks[i + 1];
  return language === 'graphql' && next?.language === 'json' ? [{ query: code, answer: next.code }] : [];
});

/** An answer of the README as a pattern: `…` stands for any text within a string. */
function pattern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pattern);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, pattern(inner)]));
  if (typeof value !== 'string' || !value.includes('…')) return value;
  const parts = value.replace('127.0.0.1:4000', new URL(demo.url).host).split('…');
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${escaped.join('.+')}$`)) as unknown;
}

it('has three queries with their answers', () => expect(ANSWERED).toHaveLength(3));

it.each(ANSWERED)('the demo answers as the README says: $query', async ({ query, answer }) => {
  const { data, errors } = await graphql(demo.url, query);
  expect(errors).toBeUndefined();
  expect(data).toEqual(pattern(JSON.parse(answer)));
});
