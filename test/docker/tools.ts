import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';

export const DOCKER = path.join(ROOT, 'docker');
export const CHART = path.join(DOCKER, 'helm/tams-graph');

/** What `install-tools.mjs` wrote, where it was run. */
const INSTALLED = path.join(ROOT, 'node_modules/.cache/docker-tools.json');
const folders = [
  ...(existsSync(INSTALLED) ? (JSON.parse(readFileSync(INSTALLED, 'utf8')) as string[]) : []),
  ...(process.env.PATH ?? '').split(path.delimiter),
];

/** The path of a tool, or null where it is not installed. */
export function tool(name: string): string | null {
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** A test that needs tools; where one is missing it is skipped and says so. */
export function itWith(tools: readonly string[], name: string, test: () => void | Promise<void>): void {
  const missing = tools.filter((each) => tool(each) === null);
  if (missing.length === 0) it(name, async () => test(), 120_000);
  else
    it.skip(`${name} (not shown: no ${missing.join(', ')}; node test/docker/install-tools.mjs)`, async () =>
      test());
}

/** Runs a tool to its end. @throws Error with what it said when it fails */
export function run(name: string, args: readonly string[], env: Record<string, string> = {}): string {
  const options = {
    encoding: 'utf8',
    cwd: ROOT,
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  } as const;
  const { status, stdout, stderr, error } = spawnSync(tool(name)!, args, options);
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}
