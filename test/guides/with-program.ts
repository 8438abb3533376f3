import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';

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

const ANALYSTS_PYTHON = path.join(ROOT, 'node_modules/.cache/analysts-python');

/** A test that needs a Python with what analysts use, which `install-python.mjs` installs. */
export function itWithAnalystsPython(name: string, test: (python: string) => void, timeout?: number): void {
  const python = existsSync(ANALYSTS_PYTHON) ? readFileSync(ANALYSTS_PYTHON, 'utf8') : null;
  if (python !== null && existsSync(python)) it(name, () => test(python), timeout);
  else it.skip(`${name} (not shown: no pandas and Polars)`, () => undefined);
}
