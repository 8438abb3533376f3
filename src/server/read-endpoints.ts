import type { Logger } from 'pino';
import type { StorageEngine } from '../vast/engine';
import { EndpointsEngine } from '../vast/endpoints/endpoints-engine';
import { storeIdentity } from '../vast/engines/embedded/read-only';
import type { Config } from './config';
import { STORE_TABLES } from './store-tables';

/**
 * The engine over the endpoints that are configured, once each has been asked how it is; null when none is. None need be
 * there: reads go to `own` until they are.
 * @param folder of the store
 */
export async function readEndpoints(
  own: StorageEngine,
  folder: string,
  config: Pick<Config, 'endpoints' | 'endpointStrategy' | 'endpointToken'>,
  log: Logger,
): Promise<EndpointsEngine | null> {
  if (config.endpoints.length === 0) return null;
  const engine = new EndpointsEngine(own, {
    urls: config.endpoints,
    strategy: config.endpointStrategy,
    token: config.endpointToken,
    store: await storeIdentity(folder),
    tables: STORE_TABLES,
    now: Date.now,
    onChange: ({ url, state, reason }, from) => {
      const told = `endpoint ${url} is ${state}`;
      if (state === 'healthy') log.info({ from }, told);
      else log.warn({ from, reason }, told);
    },
  });
  await engine.start();
  return engine;
}
