import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Follower } from '../ingest/follower';
import { NodeProcess, TAMS_GRAPH } from '../support/server-process';
import { graphql } from './gateway';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-demo-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Running {
  process: NodeProcess;
  url: string;
  /** The queries that people are told to paste. */
  queries: string[];
}

const startDemo = (env: Readonly<Record<string, string>> = {}): NodeProcess =>
  new NodeProcess([TAMS_GRAPH, 'demo'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...env });

async function runDemo(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const demo = startDemo(env);
  const [, url] = await demo.until(/listening on (http:\S+)/);
  await demo.until(/Ctrl-C stops/);
  const queries = demo.output.split('\n').filter((line) => line.startsWith('{'));
  return { process: demo, url: url!, queries };
}

const segmentCount = async ({ url, queries }: Running): Promise<number> => {
  const { data } = await graphql<{ flow: { coverage: { segmentCount: number } } }>(url, queries[2]!);
  return data!.flow.coverage.segmentCount;
};

const afterSeconds = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe('the demo', () => {
  let seen = 0;

  it('ingests the sample, offers three queries and a subscription that work, and lets a flow grow', async () => {
    const demo = await runDemo();
    expect(demo.process.output).toContain('30 segments added, 0 were there already.');
    expect(demo.process.output).toContain(`${demo.url}/graphiql`);
    expect((await fetch(`${demo.url}/graphiql`)).status).toBe(200);
    expect(demo.queries).toHaveLength(3);
    for (const query of demo.queries) expect(await graphql(demo.url, query)).not.toHaveProperty('errors');
    const live = /^subscription .*flowIds: \["([0-9a-f-]+)"\]/m.exec(demo.process.output)?.[1];
    expect(demo.process.output).toContain(`npx . follow ${demo.url} --flow ${live}`);
    const follower = new Follower(demo.url, '--flow', live!);
    await follower.untilLines(2);
    expect(await follower.stop('SIGINT')).toMatchObject({ status: 0, errors: '' });
    const first = await segmentCount(demo);
    await afterSeconds(5);
    seen = await segmentCount(demo);
    expect(seen - first).toBeGreaterThanOrEqual(1);
    const { status, output, errors } = await demo.process.stop('SIGINT');
    expect(output).toMatch(/Stopping\.\n$/);
    expect(errors).not.toMatch(/Error|^\s+at /m);
    expect(status).toBe(0);
  }, 90_000);

  it('goes on with the same data when it runs again', async () => {
    const demo = await runDemo();
    expect(demo.process.output).toContain('0 segments added, 30 were there already.');
    expect(await segmentCount(demo)).toBeGreaterThanOrEqual(seen);
    expect((await demo.process.stop('SIGTERM')).status).toBe(0);
  }, 90_000);
});

describe('the demo with authentication on', () => {
  const env = { TAMS_AUTH: 'on' };
  let token = '';
  let own = '';
  beforeAll(async () => {
    own = await mkdtemp(path.join(tmpdir(), 'tams-demo-'));
    Object.assign(env, { TAMS_DATA_DIR: own });
  });
  afterAll(() => rm(own, { recursive: true, force: true }));

  const statusOf = async ({ url, queries }: Running, authorization: string) => {
    const body = JSON.stringify({ query: queries[2] });
    const headers = { 'content-type': 'application/json', authorization };
    return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).status;
  };

  it('uses the token of the first start, and tells what clients and browsers need', async () => {
    const demo = await runDemo(env);
    token = /tams_[\w-]{43}/.exec(demo.process.errors)![0];
    expect(demo.process.output).toContain('30 segments added, 0 were there already.');
    expect(demo.process.output).toContain('Authorization: Bearer <token>');
    expect(demo.process.output).toContain(`auth --gateway ${demo.url} create-user`);
    expect(demo.process.output).not.toContain(token);
    expect(await statusOf(demo, `Bearer ${token}`)).toBe(200);
    expect(await statusOf(demo, 'Bearer tams_wrong')).toBe(401);
    expect((await demo.process.stop('SIGINT')).status).toBe(0);
  }, 90_000);

  it('says what to do when it runs again without a token, or with a wrong one, and goes on with it', async () => {
    const without = await startDemo(env).ended;
    expect([without.status, without.output]).toEqual([1, '']);
    expect(without.errors).toMatch(
      /^TAMS_AUTH is on and the data folder has users already: set TAMS_TOKEN .*\n$/,
    );
    const wrong = await startDemo({ ...env, TAMS_TOKEN: 'tams_wrong' }).ended;
    expect(wrong.status).not.toBe(0);
    expect(wrong.errors).toMatch(/Not authenticated: the token is not valid/);
    const demo = await runDemo({ ...env, TAMS_TOKEN: token });
    expect(demo.process.output).toContain('0 segments added, 30 were there already.');
    expect((await demo.process.stop('SIGINT')).status).toBe(0);
  }, 90_000);
});
