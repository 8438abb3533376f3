import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeFlow } from '../frontend/media-library';
import { startGateway, type TestGateway } from '../server/gateway';
import { ROOT, TAMS_GRAPH } from '../support/server-process';
import { logCursor } from './feed-log';
import { addRange, Writer } from './feed-writer';
import { Follower, linesOf } from './follower';
import { Relay } from './relay';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway({ env: { TAMS_EVENT_LIMIT: '5' } })));
afterAll(() => gateway.close());

describe('a follower that is told to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s', async (signal) => {
    const flow = await makeFlow(gateway.url, 'Stop');
    const follower = new Follower(gateway.url, '--since', '1h');
    await addRange(gateway.url, flow.id, 0, 1);
    await follower.untilLines(1);
    expect(await follower.stop(signal)).toMatchObject({ status: 0, errors: '' });
  });

  it('ends cleanly while it waits for the gateway', async () => {
    const relay = await Relay.to(gateway.url);
    const { url } = relay;
    relay.close();
    const follower = new Follower(url);
    await follower.untilErrors('Connecting again in');
    expect(await follower.stop('SIGINT')).toMatchObject({ status: 0, output: '' });
  });

  it('ends cleanly although nobody reads what it prints, having hoarded little', async () => {
    const start = await logCursor(gateway.url, 'latest');
    const flow = await makeFlow(gateway.url, 'Stalled');
    await addRange(gateway.url, flow.id, 0, 8_000);
    const follower = spawn(process.execPath, [TAMS_GRAPH, 'follow', gateway.url, '--urls', '--after', start]);
    await new Promise((resolve) => follower.stdout.once('readable', resolve));
    // Long enough for a follower that does not wait to have everything: what it has is in no pipe of 64 KiB.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const ended = new Promise<number | null>((resolve) => follower.once('exit', resolve));
    follower.kill('SIGINT');
    expect(await ended).toBe(0);
    let output = '';
    follower.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await new Promise((resolve) => follower.stdout.once('end', resolve));
    expect(linesOf(output).length).toBeLessThan(4_000);
  });
});

it('ends cleanly when nobody reads any more', async () => {
  const flow = await makeFlow(gateway.url, 'Head');
  const writer = new Writer(gateway.url, flow.id);
  const script = `"${process.execPath}" "${TAMS_GRAPH}" follow "${gateway.url}" | head -n 2; echo "status \${PIPESTATUS[0]}"`;
  const shell = spawn('bash', ['-c', script], { cwd: ROOT });
  let output = '';
  let errors = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  await new Promise((resolve) => shell.once('close', resolve));
  await writer.stop();
  expect(output.trim().split('\n')).toHaveLength(3);
  expect(output).toMatch(/status 0\n$/);
  expect(errors).toBe('');
});

describe('a follower that cannot go on says why in one sentence', () => {
  const expectRefusal = async (status: number, sentence: string | RegExp, url: string, ...args: string[]) => {
    const ended = await new Follower(url, ...args).ended;
    expect(ended.errors).toMatch(sentence);
    expect(ended.errors.trim().split('\n')).toHaveLength(1);
    expect(ended).toMatchObject({ status, output: '' });
  };

  it('when the cursor is none', async () => {
    await expectRefusal(5, 'The cursor cannot be used', gateway.url, '--after', 'x');
  });

  it('when a filter is not valid', async () => {
    await expectRefusal(5, 'is not a timerange', gateway.url, '--timerange', '10');
    await expectRefusal(5, 'is not a UUID', gateway.url, '--flow', 'camera');
    await expectRefusal(5, 'There are no events of type', gateway.url, '--type', 'flows/painted');
    await expectRefusal(5, 'is not a DateTime', gateway.url, '--since', 'yesterday');
  });

  it('when options contradict each other', async () => {
    await expectRefusal(1, 'cannot be used with', gateway.url, '--since', '1h', '--after', 'x');
    await expectRefusal(1, 'cannot be used with', gateway.url, '--events', '--format', 'VIDEO');
    await expectRefusal(1, 'Allowed choices are', gateway.url, '--format', 'PAINTING');
  });

  it('when the log no longer reaches back to the cursor, and names the oldest', async () => {
    const start = await logCursor(gateway.url, 'latest');
    const flow = await makeFlow(gateway.url, 'Long ago');
    for (let n = 0; n < 20; n += 1) await addRange(gateway.url, flow.id, n, n + 1);
    await gateway.store.housekeeping.runOnce();
    const oldest = await logCursor(gateway.url, 'oldest');
    await expectRefusal(6, `the oldest cursor is ${oldest}`, gateway.url, '--after', start);
    const follower = new Follower(gateway.url, '--after', oldest);
    expect((await follower.untilCursor(await logCursor(gateway.url, 'latest'))).length).toBeGreaterThan(0);
    await follower.stop();
  });

  it('when there is no tams-graph at the address', async () => {
    const page = await listening(createServer((_request, response) => void response.end('<h1>Hello</h1>')));
    await expectRefusal(5, 'is no GraphQL gateway', page.url);
    page.server.close();
    const other = await listening(
      createServer((_request, response) => {
        const message = 'Cannot query field "service" on type "Query".';
        const body = { errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      }),
    );
    await expectRefusal(5, 'no tams-graph that can be followed', other.url);
    other.server.close();
    await expectRefusal(2, 'is no gateway URL', 'gateway.example');
  });
});

async function listening(server: Server): Promise<{ server: Server; url: string }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
