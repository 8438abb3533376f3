import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allocate, idOf, putFlow, segment, addSegments } from '../bench/dataset';
import { ask } from '../bench/load';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-lifecycle-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const serve = (env: Record<string, string> = {}): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...env });

interface Allocation {
  objectId: string;
  putUrl: { url: string; contentType: string };
}

async function allocateOne(url: string, flowId: string): Promise<Allocation> {
  const query = `mutation ($flowId: UUID!) {
    allocateStorage(flowId: $flowId, limit: 1) { objectId putUrl { url contentType } }
  }`;
  return (await ask<{ allocateStorage: Allocation[] }>(url, query, { flowId })).allocateStorage[0]!;
}

describe('a running server', () => {
  it('is alive and ready, and says what is not served', async () => {
    const { url, process: server } = await serve();
    expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(url)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    const missing = await fetch(`${url}/nowhere?token=hidden`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      type: 'NotFound',
      summary: 'Nothing is served at GET /nowhere',
    });
    expect(missing.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    await server.stop();
  });

  it('finishes the request that is under way when it is told to stop, then ends cleanly', async () => {
    const { url, process: server } = await serve();
    const flow = await putFlow(url, 1);
    const { putUrl } = await allocateOne(url, flow);
    const upload = request(putUrl.url, {
      method: 'PUT',
      headers: { 'content-type': putUrl.contentType, 'content-length': '6' },
    });
    const answered = new Promise<number>((resolve, reject) => {
      upload.once('response', (response) => resolve(response.resume().statusCode!)).once('error', reject);
    });
    upload.write('abc');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = server.stop('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
    upload.end('def');
    expect(await answered).toBeLessThan(300);
    expect((await ended).status).toBe(0);
  });

  it('does not wait longer than it may for a request that does not end', async () => {
    const { url, process: server } = await serve({ TAMS_SHUTDOWN_TIMEOUT: '300ms' });
    const { putUrl } = await allocateOne(url, await putFlow(url, 1));
    const upload = request(putUrl.url, {
      method: 'PUT',
      headers: { 'content-type': putUrl.contentType, 'content-length': '6' },
    });
    upload.on('error', () => undefined);
    upload.write('abc');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { status, errors } = await server.stop('SIGINT');
    expect(errors).toContain('still open after 300 ms');
    expect(status).toBe(1);
  });

  it('keeps what it acknowledged when it is killed', async () => {
    const first = await serve();
    const flow = await putFlow(first.url, 1);
    const objects = await allocate(first.url, flow, 50);
    for (let n = 0; n < 50; n += 1) await addSegments(first.url, flow, [segment(objects[n]!, n)]);
    await first.process.stop('SIGKILL');
    const second = await serve();
    const { flow: found } = await ask<{ flow: { timerange: string; segments: { nodes: unknown[] } } }>(
      second.url,
      'query ($id: UUID!) { flow(id: $id) { timerange segments(first: 100) { nodes { objectId } } } }',
      { id: idOf('flow', 1) },
    );
    expect(found.timerange).toBe('[0:0_100:0)');
    expect(found.segments.nodes).toEqual(objects.map((objectId) => ({ objectId })));
    await second.process.stop();
  });

  it('writes no signature to its log', async () => {
    const { url, process: server } = await serve({ TAMS_LOG_LEVEL: 'trace' });
    const { putUrl, objectId } = await allocateOne(url, await putFlow(url, 1));
    const signature = /signature=([^&]+)/.exec(putUrl.url)![1]!;
    await fetch(putUrl.url, { method: 'PUT', headers: { 'content-type': putUrl.contentType }, body: 'abc' });
    await fetch(putUrl.url.replace(signature, `${signature.slice(0, -4)}AAAA`), {
      method: 'PUT',
      body: 'abc',
    });
    await fetch(`${url}/nowhere?access_token=${signature}`);
    const { output } = await server.stop();
    expect(output).toContain(objectId);
    expect(output).not.toContain(signature);
    expect(output).not.toContain(signature.slice(0, -4));
    expect((await readdir(folder)).length).toBeGreaterThan(0);
  });
});
