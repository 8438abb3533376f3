import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Where tools are kept between runs. */
export const CACHE = path.join(
  process.env.XDG_CACHE_HOME || path.join(homedir() || tmpdir(), '.cache'),
  'tams-graph',
);

/** Runs a command with its output shown; says whether it went well. */
export function ran(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (status !== 0) console.error(`${program} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  return status === 0;
}

/**
 * Installs the tools of a requirements file once into a virtual environment under the cache folder.
 * @returns the folder of their commands; null where they cannot be had
 */
export function installPythonTools(name, requirements) {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const venv = path.join(CACHE, `${name}-${wanted}`);
  const bin = path.join(venv, 'bin');
  const complete = path.join(venv, 'complete');
  if (existsSync(complete)) return bin;
  rmSync(venv, { recursive: true, force: true });
  const pip = ['install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  if (!ran('python3', ['-m', 'venv', venv]) || !ran(path.join(bin, 'pip'), pip)) return null;
  writeFileSync(complete, '');
  return bin;
}
