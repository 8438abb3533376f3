import path from 'node:path';
import { PACKAGE_ROOT } from '../package-root';

/** The path of the sample's multivariant playlist: the same from the sources and from the compiled files. */
export function samplePlaylist(): string {
  return path.join(PACKAGE_ROOT, 'src/ingest/sample/master.m3u8');
}

/** Seed for the sample's ids, so that they do not depend on where the project is installed. */
export const SAMPLE_SEED = 'tams-graph sample';
