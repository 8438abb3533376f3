import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess, TAMS_GRAPH } from '../support/server-process';

/** An address of this machine only, in a spelling that is not taken for one: nobody else can reach what listens there. */
const HOST = '127.1';
const WARNING = 'TAMS_AUTH is off: whoever reaches 127.1 may read, change and delete everything';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-open-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (verb: string, env: Readonly<Record<string, string>> = {}): NodeProcess =>
  new NodeProcess([TAMS_GRAPH, verb], {
    ...{ TAMS_HOST: HOST, TAMS_PORT: '0', TAMS_DATA_DIR: folder, TAMS_AUTH: 'off' },
    ...env,
  });

it.each(['serve', 'demo'])('%s does not listen to others without authentication', async (verb) => {
  const { status, output, errors } = await start(verb).ended;
  expect(status).toBe(1);
  expect(errors).toMatch(
    /^TAMS_AUTH is off, so TAMS_HOST must be a loopback address, but it is "127\.1": set TAMS_AUTH=on\.$/m,
  );
  expect(output + errors).not.toMatch(/listening on/);
});

it('listens when it is told so, and warns at each start', async () => {
  for (let n = 0; n < 2; n += 1) {
    const server = start('serve', { TAMS_AUTH_OFF_ANYWHERE: 'on' });
    const url = (await server.until(/listening on (http:[^"\s]+)/))[1]!;
    expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(200);
    const { output, status } = await server.stop();
    expect(status).toBe(0);
    const line = output.split('\n').find((text) => text.includes(WARNING));
    expect(JSON.parse(line!)).toMatchObject({ level: 40 });
  }
});

it('needs no such word with authentication on', async () => {
  const server = start('serve', { TAMS_AUTH: 'on' });
  const url = (await server.until(/listening on (http:[^"\s]+)/))[1]!;
  expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(401);
  expect((await server.stop()).output).not.toContain(WARNING);
});
