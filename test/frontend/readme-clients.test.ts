import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { logCursor } from '../ingest/feed-log';
import { addRange } from '../ingest/feed-writer';
import { NodeProcess, ROOT, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { makeFlow } from './media-library';

let folder: string;
let server: ServerProcess;
const serve = (port = '0'): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: port, TAMS_DATA_DIR: folder, TAMS_LOG_LEVEL: 'info' });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-readme-'));
  server = await serve();
});
afterAll(async () => {
  await server.process.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The block of JavaScript in the README that has this in it, with the address of the running gateway. */
async function snippet(has: string): Promise<string> {
  const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);
  return blocks.find((code) => code.includes(has))!.replaceAll('127.0.0.1:4000', new URL(server.url).host);
}

const run = (code: string): NodeProcess => new NodeProcess(['--input-type=module', '-e', code]);

it('the client of the README goes on through a restart, without a gap or a repeat', async () => {
  const { id } = await makeFlow(server.url, 'Followed');
  const start = await logCursor(server.url, 'latest');
  const client = run(`
    import { WebSocket } from 'ws';
    globalThis.WebSocket = WebSocket;
    ${await snippet('graphql-ws')}
    await followSegments(${JSON.stringify(start)}, ({ timerange }) => console.log(timerange));`);
  await addRange(server.url, id, 0, 3);
  await client.until(/\[2:0_3:0\)/);
  const { port } = new URL(server.url);
  await server.process.stop('SIGKILL');
  server = await serve(port);
  await addRange(server.url, id, 3, 6);
  await client.until(/\[5:0_6:0\)/);
  const { output } = await client.stop();
  expect(output.trim().split('\n')).toEqual([0, 1, 2, 3, 4, 5].map((n) => `[${n}:0_${n + 1}:0)`));
}, 60_000);

it('the EventSource of the README shows what happens', async () => {
  const { id } = await makeFlow(server.url, 'Streamed');
  // Node 20 has no EventSource: as much of it as the snippet uses.
  const client = run(`
    globalThis.EventSource = class extends EventTarget {
      constructor(url) {
        super();
        void this.read(url);
      }
      async read(url) {
        const { body } = await fetch(url, { headers: { accept: 'text/event-stream' } });
        console.log('open');
        let text = '';
        for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
          text += chunk;
          const events = text.split('\\n\\n');
          text = events.pop();
          for (const event of events) {
            const [, type] = /^event: (.*)$/m.exec(event) ?? [];
            const [, data] = /^data: (.*)$/m.exec(event) ?? [];
            if (type) this.dispatchEvent(Object.assign(new Event(type), { data }));
          }
        }
      }
    };
    ${await snippet('EventSource')}`);
  await client.until(/open/);
  await addRange(server.url, id, 0, 2);
  await client.until(/\[1:0_2:0\)/);
  const { output } = await client.stop();
  expect(output).toContain(id);
}, 60_000);
