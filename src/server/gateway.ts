import path from 'node:path';
import type { Logger } from 'pino';
import { AccessControl, type AccessControlOptions } from '../auth/access-control';
import { EventLog } from '../events/event-log';
import { openMedia } from '../media/backends';
import { TamsStore, type TamsOptions } from '../tams/store';
import { VastDatabase } from '../vast/database';
import { StoreUnavailable } from '../vast/engine';
import { openEmbeddedEngine } from '../vast/engines/embedded';
import type { Config } from './config';
import { createHttpServer } from './http';
import { makeFolder } from './make-folder';
import { readEndpoints } from './read-endpoints';
import { Readiness } from './readiness';
import { STORE_TABLES } from './store-tables';
import type { Tracing } from './tracing';
import { VERSION } from './version';

/** A running gateway. */
export interface Gateway {
  /** Base URL of this server, as it listens. */
  readonly url: string;
  readonly store: TamsStore;
  readonly database: VastDatabase;
  readonly access: AccessControl;
  /** The token of the administrator that a first start makes, to be shown once; null: there were users. */
  readonly firstToken: string | null;
  /** From now on `/readyz` says that the server is about to stop; it goes on serving. */
  announceStop(): void;
  /** Finishes open requests within the configured limit, flushes and closes. Safe to call twice. */
  close(): Promise<void>;
}

/** Where analytics keep what can be made anew. */
export const analyticsFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string =>
  path.join(dataDir, 'analytics');

/** Where rows are kept. */
export const storeFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => path.join(dataDir, 'store');

/** Connections that the system keeps until they are accepted; Node's 511 overflow, and clients then try again after whole seconds. */
const BACKLOG = 4_096;

/** How often deleted rows and unused media are looked for. */
const HOUSEKEEPING_INTERVAL_MS = 60_000;

/**
 * Opens the store, then listens. What was opened is closed again when a later step fails.
 * @param further what no setting chooses; tests do
 * @throws StoreUnavailable, MediaError (backends file), or Node's listen errors (EADDRINUSE …)
 */
export async function startGateway(
  config: Config,
  log: Logger,
  {
    passwordCost,
    ...further
  }: Pick<TamsOptions, 'delivery'> & Pick<AccessControlOptions, 'passwordCost'> = {},
): Promise<Gateway> {
  await writableFolder(config.dataDir);
  const folder = storeFolder(config);
  const engine = await openEmbeddedEngine(folder);
  const closing: (() => Promise<void>)[] = [() => engine.close()];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const endpoints = await readEndpoints(engine, folder, config, log);
    if (endpoints) closing.push(() => endpoints.close());
    const database = await VastDatabase.open(endpoints ?? engine, STORE_TABLES);
    const eventLog = await EventLog.open(database);
    let listeningUrl = '';
    const media = await openMedia({
      backendsFile: config.storageBackends,
      dataFolder: config.dataDir,
      publicUrl: () => config.publicUrl ?? listeningUrl,
      env: process.env,
    });
    const access = await AccessControl.open(database, {
      ...accessOptions(config),
      ...(passwordCost ? { passwordCost } : {}),
    });
    access.start((error) => log.error({ err: error }, 'the audit log cannot be written'));
    closing.push(() => access.stop());
    const tracing = await tracingOf(config, log);
    if (tracing) closing.push(() => tracing.close());
    const store = TamsStore.open({
      db: database,
      log: eventLog,
      media: media.stores,
      endpoints,
      options: {
        softDeleteRetentionMs: config.softDeleteRetention,
        objectGraceMs: config.objectGrace,
        allocationLifeMs: config.allocationLife,
        deleteAsyncAbove: config.deleteAsyncAbove,
        eventRetention: { maxAgeMs: config.eventRetention, maxCount: config.eventLimit },
        serviceVersion: `tams-graph ${VERSION}`,
        allowedWebhookAddresses: config.webhookAllow,
        ...further,
      },
      analytics: {
        folder: analyticsFolder(config),
        notice: (facts, message) => log.warn(facts, message),
      },
      now: () => Date.now(),
      onRefusal: access.onRefusal,
      ...(tracing ? { job: tracing.job.bind(tracing) } : {}),
    });
    closing.push(() => store.replica.close());
    const { dataDir, minFreeDisk } = config;
    const readiness = new Readiness({ store, media: media.stores, dataDir, minFreeDisk });
    const app = await createHttpServer({
      ...{ config, log, store, files: media.embedded, access },
      ...{ readiness, tracing },
    });
    closing.push(() => app.close());
    listeningUrl = urlOf(await app.listen({ host: config.host, port: config.port, backlog: BACKLOG }));
    const firstToken = config.auth === 'on' ? await access.firstToken() : null;
    store.housekeeping.start(HOUSEKEEPING_INTERVAL_MS, (error) =>
      log.error({ err: error }, 'housekeeping failed'),
    );
    closing.push(() => store.housekeeping.stop());
    store.deletionWorker.start((error) => log.error({ err: error }, 'a deletion request failed'));
    closing.push(() => store.deletionWorker.stop());
    store.deliveryWorker.start(log);
    closing.push(() => store.deliveryWorker.stop());
    const announceStop = () => readiness.stop();
    return { url: listeningUrl, store, database, access, firstToken, announceStop, close: once(closeAll) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** OpenTelemetry's packages are loaded when there is somewhere to send traces. */
async function tracingOf({ tracesEndpoint, tracesShare }: Config, log: Logger): Promise<Tracing | null> {
  if (tracesEndpoint === null) return null;
  const { Tracing } = await import('./tracing.js');
  return new Tracing({ endpoint: tracesEndpoint, share: tracesShare }, log);
}

/** Where the users and tokens of a folder are opened, by the server or by the command line. */
export function accessOptions(config: Config): AccessControlOptions {
  const { authIssuer, authAudience, authScopeClaims, authPrincipalClaim, authClockSkew } = config;
  return {
    auditRetention: { maxCount: config.auditLimit, maxAgeMs: config.auditRetention },
    issuer:
      authIssuer === null || authAudience === null
        ? null
        : {
            issuer: authIssuer,
            audience: authAudience,
            scopeClaims: authScopeClaims,
            principalClaim: authPrincipalClaim,
            clockSkewMs: authClockSkew,
          },
  };
}

async function writableFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreUnavailable(
      `The data folder ${folder} cannot be made (${code}): set TAMS_DATA_DIR to one that this user can write.`,
    );
  }
}

function urlOf(address: string): string {
  return address.replace(/\/+$/, '');
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= work());
}
