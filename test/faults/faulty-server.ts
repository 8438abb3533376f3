import path from 'node:path';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';

export const PRELOADS = path.join(__dirname, 'preload');

/** A gateway on a data folder, in a process that something is wrong with: see `preload/`. */
export function serve(
  folder: string,
  preload?: 'shifted-clock' | 'ordinary-user' | 'file-size-limit',
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const wrong = preload === undefined ? [] : ['--require', path.join(PRELOADS, `${preload}.cjs`)];
  return startServer([...wrong, TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...env });
}
