import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess, TAMS_GRAPH, type Ended } from '../support/server-process';
import { basic, bearer } from './guarded-gateway';

const SECRET_PASSWORD = 'swordfish-of-ada';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-auth-'))));
afterAll(async () => {
  for (const server of servers) await server.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const servers: NodeProcess[] = [];
function serve(env: Readonly<Record<string, string>> = {}): NodeProcess {
  const server = new NodeProcess([TAMS_GRAPH, 'serve'], {
    ...{ TAMS_AUTH: 'on', TAMS_PORT: '0', TAMS_DATA_DIR: folder },
    ...env,
  });
  servers.push(server);
  return server;
}

/** Everything that any process wrote. */
const written: string[] = [];

async function auth(
  args: readonly string[],
  options: { input?: string; token?: string } = {},
): Promise<Ended> {
  const env = {
    ...process.env,
    TAMS_DATA_DIR: folder,
    ...(options.token ? { TAMS_TOKEN: options.token } : {}),
  };
  const child = spawn(process.execPath, [TAMS_GRAPH, 'auth', ...args], { env });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  child.stdin.end(options.input ?? '');
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  // What it prints is the token.
  if (!args.includes('create-token')) written.push(output, errors);
  return { status, output, errors };
}

const done = (ended: Ended): string => {
  expect([ended.status, ended.errors.replace(/^token .*\n/, '')]).toEqual([0, '']);
  return ended.output;
};

it('administers a folder, then the gateway that runs on it, and no secret is told but where it must be', async () => {
  // A first start.
  const first = serve({ TAMS_LOG_LEVEL: 'trace' });
  const url = (await first.until(/listening on (http:[^"\s]+)/))[1]!;
  const firstToken = /tams_[\w-]+/.exec(first.errors)![0];

  // By the gateway.
  const remote = ['--gateway', url];
  const token = firstToken;
  const local = await auth(['list-users']);
  expect(local.status).toBe(1);
  expect(local.errors).toMatch(/name it by --gateway/);
  expect((await auth([...remote, 'list-users'])).errors).toMatch(/TAMS_TOKEN/);
  done(
    await auth([...remote, 'create-user', 'ada', '--scopes', 'read,write', '--password'], {
      token,
      input: `${SECRET_PASSWORD}\n`,
    }),
  );
  const adas = done(
    await auth([...remote, 'create-token', 'ada', '--label', 'laptop', '--expires', '30d'], { token }),
  ).trim();
  expect(adas).toMatch(/^tams_[\w-]{43}$/);
  expect(done(await auth([...remote, 'list-users'], { token }))).toMatch(/ada +read,write +yes +enabled/);
  const listed = done(await auth([...remote, 'list-tokens', 'ada'], { token }));
  expect(listed).toMatch(/ada .*read,write,delete,admin +all +until .* never +laptop/);
  const flow = '00000000-0000-4000-8000-000000000001';
  const limits = ['--flow', flow, '--class', 'news,sport', '--class', 'drama'];
  const limited = done(await auth([...remote, 'create-token', 'ada', ...limits], { token })).trim();
  expect(done(await auth([...remote, 'list-tokens', 'ada'], { token }))).toMatch(
    /read,write,delete +flow 00000000-0000-4000-8000-000000000001, class news, class sport, class drama +until/,
  );
  const wrong = await auth([...remote, 'create-token', 'ada', '--class', 'a b'], { token });
  expect([wrong.status, wrong.errors]).toEqual([5, expect.stringContaining('"a b" is no class')]);

  // Each way of bringing them, right and wrong, and an error that has the URL in it.
  const statuses: number[] = [];
  for (const [target, authorization] of [
    [`/tams/v7.0/flows?access_token=${adas}`, null],
    [`/tams/v7.0/flows?limit=x&access_token=${adas}`, null],
    [`/tams/v7.0/nothing?access_token=${adas}`, null],
    [`/nothing?access_token=${adas}`, null],
    [`/graphql?query=%7B&access_token=${adas}`, null],
    [`/%E0%A4%A?access_token=${adas}`, null],
    ['/graphql?query={__typename}', basic('ada', SECRET_PASSWORD)],
    ['/tams/v7.0/flows', basic('eve', SECRET_PASSWORD)],
    ['/tams/v7.0/flows', bearer(`${adas}x`)],
  ] as const) {
    const answer = await fetch(url + target, authorization ? { headers: { authorization } } : {});
    statuses.push(answer.status);
    const text = await answer.text();
    expect(text).not.toContain(adas);
    expect(text).not.toContain(SECRET_PASSWORD);
  }
  expect(statuses).toEqual([200, 400, 404, 404, 200, 404, 200, 401, 401]);
  for (const target of ['/metrics', '/analytics/export?table=flows', '/tams/v7.0/service', '/readyz']) {
    const answer = await fetch(url + target, { headers: { authorization: bearer(firstToken) } });
    expect([target, answer.status]).toEqual([target, 200]);
    written.push(await answer.text());
  }
  const commandLine = await readFile(`/proc/${first.pid}/cmdline`, 'utf8').catch(() => '');
  written.push(commandLine, done(await auth([...remote, 'audit'], { token })));

  const id = /^([\w-]{36}) +ada/m.exec(listed)![1]!;
  done(await auth([...remote, 'revoke-token', id], { token }));
  expect((await fetch(url, { headers: { authorization: bearer(adas) } })).status).toBe(401);
  expect((await auth([...remote, 'list-users'], { token: adas })).errors).toMatch(/Not authenticated/);
  const ended = await first.stop();
  expect(ended.status).toBe(0);
  written.push(ended.output, ended.errors.replace(firstToken, ''));

  // By the folder.
  done(await auth(['disable-user', 'ada']));
  done(await auth(['set-scopes', 'ada', 'read']));
  done(await auth(['set-password', 'ada'], { input: 'another-password' }));
  expect(done(await auth(['list-users']))).toMatch(/ada +read +yes +disabled/);
  expect(done(await auth(['audit']))).toMatch(/\(command line\) +updateUser +ada +done +new password/);
  expect((await auth(['create-user', 'a:b', '--scopes', 'read'])).errors).toMatch(/^Not a valid user: .*\n$/);
  expect((await auth(['create-user', 'bob', '--scopes', 'root'])).errors).toMatch(/Scopes are read, write/);

  // A second start has users, and nothing to print.
  const second = serve();
  const again = (await second.until(/listening on (http:[^"\s]+)/))[1]!;
  expect((await fetch(again, { headers: { authorization: bearer(firstToken) } })).status).toBe(200);
  expect((await fetch(again, { headers: { authorization: basic('ada', 'another-password') } })).status).toBe(
    401,
  );
  const last = await second.stop();
  written.push(last.output, last.errors);

  const secrets = [
    firstToken,
    adas,
    limited,
    SECRET_PASSWORD,
    'another-password',
    basic('ada', SECRET_PASSWORD).slice(6),
  ];
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile()) written.push(await readFile(path.join(file.parentPath, file.name), 'latin1'));
  for (const secret of secrets) expect(written.some((text) => text.includes(secret))).toBe(false);
}, 120_000);
