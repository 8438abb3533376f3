import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import type { HashCost } from '../../src/auth/passwords';
import { readConfig } from '../../src/server/config';
import { startGateway as start, type Gateway } from '../../src/server/gateway';
import { createLog } from '../../src/server/log';
import type { DeliveryOptions } from '../../src/tams/webhooks/delivery-options';

/** Tests log in often. */
export const CHEAP: HashCost = { logN: 4, r: 8, p: 1 };

export interface TestGateway extends Gateway {
  readonly dataDir: string;
}

/**
 * The whole gateway in this process, on a free port of the loopback address. Without `dataDir` it gets a temporary
 * folder that `close` removes.
 */
export async function startGateway(
  options: {
    dataDir?: string;
    env?: Readonly<Record<string, string>>;
    delivery?: Partial<DeliveryOptions>;
    log?: Logger;
  } = {},
): Promise<TestGateway> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'tams-gateway-')));
  const config = readConfig({
    TAMS_PORT: '0',
    TAMS_LOG_LEVEL: 'silent',
    TAMS_DATA_DIR: dataDir,
    ...options.env,
  });
  const removeFolder = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const gateway = await start(config, options.log ?? createLog(config.logLevel), {
    delivery: options.delivery ?? {},
    passwordCost: CHEAP,
  }).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  return {
    ...gateway,
    dataDir,
    close: async () => {
      await gateway.close();
      await removeFolder();
    },
  };
}

export interface Answer<T> {
  readonly data: T | null;
  readonly errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** One GraphQL request over HTTP. */
export async function graphql<T = Record<string, unknown>>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<T>;
}
