import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorageEngine } from '../../../src/vast/engine';
import { EndpointsEngine, type EndpointsEngineOptions } from '../../../src/vast/endpoints/endpoints-engine';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { storeIdentity } from '../../../src/vast/engines/embedded/read-only';
import { startServer, type ServerProcess } from '../../support/server-process';
import { names, spans, things } from '../things';

export const SERVED = [things, spans, names];

/** A store of this process with its tables, and endpoints of it in processes of their own. */
export class EndpointStore {
  readonly children = new Set<ServerProcess>();

  private constructor(
    readonly folder: string,
    readonly own: StorageEngine,
  ) {}

  static async open(): Promise<EndpointStore> {
    const folder = await mkdtemp(join(tmpdir(), 'vast-endpoints-'));
    return new EndpointStore(folder, await openEmbeddedEngine(folder));
  }

  /** Starts an endpoint. */
  async serve({ port = 0, delayMs = 0, token = '' } = {}): Promise<ServerProcess> {
    const program = join(__dirname, 'children/serve-endpoint.ts');
    const child = await startServer(
      ['--import', 'tsx', program, this.folder, String(port), String(delayMs)],
      token === '' ? {} : { ENDPOINT_TOKEN: token },
    );
    this.children.add(child);
    return child;
  }

  /** The engine that asks these endpoints, for every read unless said otherwise. */
  async over(urls: readonly string[], said: Partial<EndpointsEngineOptions> = {}): Promise<EndpointsEngine> {
    return new EndpointsEngine(this.own, {
      urls,
      strategy: 'round-robin',
      store: await storeIdentity(this.folder),
      tables: SERVED,
      token: null,
      sends: () => true,
      now: Date.now,
      onChange: () => undefined,
      ...said,
    });
  }

  /** Kills the endpoints that are left, closes the store, removes its folder. */
  async close(): Promise<void> {
    for (const child of this.children) await child.process.stop('SIGKILL');
    await this.own.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
