/*
 * An endpoint over the store in a folder, for tests: `serve-endpoint <folder> <port> [delay in ms]`. Every read waits for the
 * delay first, as on a machine that is busy with something else.
 */
import { serveReader } from '../../../../src/vast/endpoints/reader-server';
import { openEmbeddedReader } from '../../../../src/vast/engines/embedded/read-only';
import { names, spans, things } from '../../things';

async function main([folder, port, delay = '0']: readonly string[]): Promise<void> {
  const reader = await openEmbeddedReader(folder!);
  const { url } = await serveReader({
    reader: Number(delay) > 0 ? slowed(reader, Number(delay)) : reader,
    tables: [things, spans, names],
    store: reader.identity,
    check: () => reader.check(),
    host: '127.0.0.1',
    port: Number(port),
    token: process.env.ENDPOINT_TOKEN ?? null,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  });
  process.stdout.write(`listening on ${url}\n`);
}

function slowed<T extends object>(reader: T, delayMs: number): T {
  return new Proxy(reader, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}

void main(process.argv.slice(2));
