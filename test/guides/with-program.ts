import { spawnSync } from 'node:child_process';

/** A test that needs a program of the machine; where it is missing, the test is skipped and says so. */
export function itWith(
  program: 'curl' | 'python3',
  name: string,
  test: (() => void) | (() => Promise<void>),
  timeout?: number,
): void {
  if (spawnSync(program, ['--version']).status === 0) it(name, test, timeout);
  else it.skip(`${name} (not shown: no ${program})`, test);
}
