import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');
/** The command line as it is shipped: `npm test` and `npm run bench` build it first. */
export const TAMS_GRAPH = path.join(ROOT, 'dist/src/main.js');

export interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A child process of Node, its output kept. */
export class NodeProcess {
  output = '';
  errors = '';
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = ROOT) {
    this.child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env } });
    this.child.stdout.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.errors += chunk));
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (status) => resolve({ status, output: this.output, errors: this.errors }));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits until the output matches; fails when the process ends before. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(this.output);
        if (match) resolve(match);
      };
      this.child.stdout.on('data', look);
      void this.ended.then(({ status, errors }) =>
        reject(
          new Error(
            `The process ended with status ${status} before it said ${pattern}:\n${errors}${this.output}`,
          ),
        ),
      );
      look();
    });
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** A server in a process of its own, so that it and its clients do not share an event loop. */
export interface ServerProcess {
  readonly url: string;
  readonly process: NodeProcess;
  /** Milliseconds from the start of the process to the line that says it listens. */
  readonly readyAfter: number;
}

/** Starts `node …args` and waits for its line `listening on <url>`. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const began = performance.now();
  const child = new NodeProcess(args, env);
  const [, url] = await child.until(/listening on (http:\/\/[^\s"]+)/);
  return { url: url!, process: child, readyAfter: performance.now() - began };
}

/** Resident memory of a process, in MiB (Linux). */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}
