import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { residentMiB, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { load, type Dataset } from './dataset';

const FLOWS = 300;
/** Of each flow, in a store that is not said to be larger. */
export const SEGMENTS = 1_000;

export type Print = (line: string) => void;
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const percent = (value: number, of: number): string => `${Math.round((value / of) * 100)} %`;

export const gatewayOn = (folder: string): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], {
    TAMS_PORT: '0',
    TAMS_DATA_DIR: folder,
    // All requests come from one address.
    TAMS_ADDRESS_RATE_LIMIT: '0',
    NODE_ENV: 'production',
  });

export async function withStore<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the gateway's store with so many segments in each of its flows, and says how that went. */
export async function filled(gateway: ServerProcess, segments: number, print: Print): Promise<Dataset> {
  const { dataset, perSecond } = await load(gateway.url, FLOWS, segments);
  print(`\n## ${FLOWS} flows × ${whole(segments)} segments\n`);
  print(`- \`addSegments\` with 1,000 segments a request, one client: ${whole(perSecond)} segments/s`);
  print(`- resident memory after loading: ${whole(residentMiB(gateway.process.pid))} MiB`);
  return dataset;
}

/** The gateway on a folder that another had; says how long it took to be ready. */
export async function reopened(folder: string, print: Print): Promise<ServerProcess> {
  const gateway = await gatewayOn(folder);
  print(
    `- ready again on that folder after ${whole(gateway.readyAfter)} ms, with ${whole(residentMiB(gateway.process.pid))} MiB`,
  );
  return gateway;
}
