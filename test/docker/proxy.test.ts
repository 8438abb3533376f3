import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addSegments, allocate, putFlow, segment } from '../bench/dataset';
import { ask } from '../bench/load';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { openStream, pause } from '../support/stream-client';
import { DOCKER, itWith, tool } from './tools';

/** The production proxy with its own configuration, but for TLS: the site's address is one of plain HTTP. */
describe('docker/Caddyfile', () => {
  let folder: string;
  let gateway: ServerProcess;
  let caddy: ChildProcess;
  let url: string;

  beforeAll(async () => {
    if (!tool('caddy')) return;
    folder = await mkdtemp(path.join(tmpdir(), 'tams-proxy-'));
    const upstream = `127.0.0.1:${await freePort()}`;
    url = `http://127.0.0.1:${await freePort()}`;
    gateway = await startServer([TAMS_GRAPH, 'serve'], {
      TAMS_PORT: upstream.split(':')[1]!,
      TAMS_DATA_DIR: folder,
      TAMS_PUBLIC_URL: url,
      TAMS_TRUST_PROXY: '127.0.0.1',
    });
    const config = ['--adapter', 'caddyfile', '--config', path.join(DOCKER, 'Caddyfile')];
    caddy = spawn(tool('caddy')!, ['run', ...config], {
      env: { ...process.env, HOME: folder, TAMS_DOMAIN: url, TAMS_UPSTREAM: upstream },
      stdio: 'ignore',
    });
    while (!(await isThere(url))) {
      if (caddy.exitCode !== null) throw new Error(`Caddy ended with ${caddy.exitCode}`);
      await pause(50);
    }
  }, 60_000);

  afterAll(async () => {
    if (!tool('caddy')) return;
    caddy.kill();
    await gateway.process.stop('SIGKILL');
    await rm(folder, { recursive: true });
  });

  for (const transport of ['websocket', 'sse'] as const)
    itWith(['caddy'], `passes on each message of a stream at once: ${transport}`, async () => {
      const flow = await putFlow(url, 1);
      const received: unknown[] = [];
      const query = `subscription ($flow: UUID!) { segments(flowIds: [$flow]) { timerange } }`;
      const stream = openStream(
        transport,
        url,
        { query, variables: { flow } },
        {
          onData: ({ segments }) => received.push(segments),
          onErrors: (errors) => received.push(errors),
        },
      );
      const offset = transport === 'sse' ? 100 : 0;
      // The subscription begins when the server has it, which nothing tells: so segments come until one is told of.
      for (let n = offset; received.length < 3; n += 1) {
        const [object] = await allocate(url, flow, 1);
        await addSegments(url, flow, [segment(object!, n)]);
        await pause(50);
      }
      expect(received).toContainEqual({ timerange: expect.stringMatching(/^\[\d+:0_\d+:0\)$/) as unknown });
      stream.cut();
      await stream.ended;
    });

  itWith(['caddy'], 'passes on uploads and downloads of media, under the URL that clients know', async () => {
    const flow = await putFlow(url, 2);
    const { allocateStorage } = await ask<{
      allocateStorage: [{ objectId: string; putUrl: { url: string; contentType: string } }];
    }>(
      url,
      'mutation ($flow: UUID!) { allocateStorage(flowId: $flow, limit: 1) { objectId putUrl { url contentType } } }',
      { flow },
    );
    const [{ objectId, putUrl }] = allocateStorage;
    expect(putUrl.url.startsWith(`${url}/media/`)).toBe(true);
    const media = Buffer.alloc(20 * 1024 ** 2, 7);
    const put = await fetch(putUrl.url, {
      method: 'PUT',
      body: media,
      headers: { 'content-type': putUrl.contentType },
    });
    expect(put.status).toBeLessThan(300);
    await addSegments(url, flow, [segment(objectId, 0)]);
    const answer = await ask<{ flow: { segments: { nodes: [{ getUrls: [{ url: string }] }] } } }>(
      url,
      'query ($flow: UUID!) { flow(id: $flow) { segments { nodes { getUrls(presigned: true) { url } } } } }',
      { flow },
    );
    const got = await fetch(answer.flow.segments.nodes[0].getUrls[0].url);
    expect(Buffer.from(await got.arrayBuffer()).equals(media)).toBe(true);
  });

  itWith(['caddy'], 'keeps what is for the inside from the world', async () => {
    for (const inside of ['/metrics', '/livez', '/readyz'])
      expect((await fetch(url + inside)).status).toBe(404);
    expect((await fetch(url)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

const isThere = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
