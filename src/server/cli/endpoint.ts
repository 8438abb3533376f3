import path from 'node:path';
import type { Logger } from 'pino';
import { serveReader, type ReaderServer } from '../../vast/endpoints/reader-server';
import { openEmbeddedReader } from '../../vast/engines/embedded/read-only';
import { isLoopback, type Config } from '../config';
import { STORE_TABLES } from '../store-tables';
import { Failure } from './failures';
import { aborted } from './stop-signals';

/** The options of `endpoint` as they are typed. */
export interface EndpointCommand {
  readonly host: string;
  readonly port: number;
}

/** Serves reads of the store in the data folder until `stop` aborts. */
export async function endpoint(
  { host, port }: EndpointCommand,
  config: Pick<Config, 'dataDir' | 'endpointToken'>,
  log: Logger,
  stop: AbortSignal,
): Promise<void> {
  if (config.endpointToken === null && !isLoopback(host))
    throw new Failure(
      `Whoever reaches ${host} could read the store: set TAMS_ENDPOINT_TOKEN, here and for the gateway, or listen on a loopback address.`,
    );
  const reader = await openEmbeddedReader(path.join(config.dataDir, 'store'));
  let server: ReaderServer | undefined;
  try {
    server = await serveReader({
      reader,
      tables: STORE_TABLES,
      store: reader.identity,
      check: () => reader.check(),
      host,
      port,
      token: config.endpointToken,
      onError: (error) => log.error({ err: error }, 'a read failed'),
    }).catch((error: unknown) => {
      throw listenFailure(error, host, port);
    });
    log.info(`listening on ${server.url}`);
    await aborted(stop);
  } finally {
    await server?.close();
    await reader.close();
  }
  log.info('stopped');
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Failure(`Port ${port} of ${host} is in use: choose another by --port (0 picks a free one).`);
    case 'EACCES':
      return new Failure(`Listening on port ${port} is not allowed to this user: choose another by --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Failure(`--host ${host} names no address of this machine.`);
    default:
      return error;
  }
}
