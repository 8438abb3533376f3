import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { residentMiB, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';

export interface StageOptions {
  /** How long one load lasts. */
  readonly seconds: number;
  /** Share of the full size of the large data set. */
  readonly scale: number;
  /** Settings of the gateway. */
  readonly env: Readonly<Record<string, string>>;
}

const WATCH_MS = 250;

/** Where a scenario plays: a data folder of its own, the gateways it starts on it, and their memory, watched all the time. */
export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tams-stress-'));
  readonly seconds: number;
  readonly scale: number;
  private readonly env: Readonly<Record<string, string>>;
  /** Resident MiB of the gateway over seconds since the stage was set. */
  readonly memory: [seconds: number, mebibytes: number][] = [];
  private readonly began = performance.now();
  private readonly servers = new Set<ServerProcess>();
  private gateway: ServerProcess | null = null;
  private readonly timer = setInterval(() => this.look(), WATCH_MS);

  constructor({ seconds, scale, env }: StageOptions) {
    this.seconds = seconds;
    this.scale = scale;
    this.env = env;
  }

  get elapsed(): number {
    return (performance.now() - this.began) / 1000;
  }

  get highestMiB(): number {
    return this.memory.reduce((highest, [, mebibytes]) => Math.max(highest, mebibytes), 0);
  }

  /** Starts the gateway whose memory is watched from now on. */
  async serve(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    this.gateway = await this.start(['serve'], {
      TAMS_PORT: '0',
      TAMS_DATA_DIR: this.folder,
      NODE_ENV: 'production',
      // All clients are on one machine.
      TAMS_ADDRESS_RATE_LIMIT: '0',
      ...this.env,
      ...env,
    });
    return this.gateway;
  }

  /** Starts a process that answers reads of this folder. */
  async endpoint(): Promise<ServerProcess> {
    return this.start(['endpoint', '--data-dir', this.folder, '--port', '0'], {});
  }

  async stop(server: ServerProcess, signal?: NodeJS.Signals): Promise<void> {
    if (this.gateway === server) this.gateway = null;
    this.servers.delete(server);
    await server.process.stop(signal);
  }

  /** Ends everything that was started, however the scenario ended. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const server of this.servers) await this.stop(server, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<ServerProcess> {
    const server = await startServer([TAMS_GRAPH, ...args], env);
    this.servers.add(server);
    return server;
  }

  private look(): void {
    if (!this.gateway) return;
    try {
      this.memory.push([this.elapsed, residentMiB(this.gateway.process.pid)]);
    } catch {
      // It has just ended; who expected it to run will notice.
    }
  }
}
