import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A TypeScript program of this folder running as a process of its own, whose lines can be awaited. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

const running = new Set<ChildProcess>();
// A test that fails must not leave its child writing for ever.
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

/** `shell`: what a shell does first, in the process that becomes the program. */
export function startChild(program: string, args: readonly string[], shell = ':'): Child {
  const command = [process.execPath, '--import', 'tsx', join(__dirname, `${program}.ts`), ...args];
  const child = spawn('/bin/sh', ['-c', `${shell}; exec "$@"`, 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  running.add(child);
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      running.delete(child);
      resolve();
    }),
  );
  return { process: child, lines, ended };
}
