import { readFileSync } from 'node:fs';
import path from 'node:path';
import { samplePlaylist } from '../../src/ingest';

/** A file of the shipped sample. */
export const sampleFile = (name: string): Buffer =>
  readFileSync(path.join(path.dirname(samplePlaylist()), name));

/** The path of a file of the fragmented MP4 fixture. */
export const fmp4Path = (name: string): string => path.join(__dirname, 'fixtures/fmp4', name);

/** A file of the fragmented MP4 fixture. */
export const fmp4File = (name: string): Buffer => readFileSync(fmp4Path(name));

/** The text of a live or ended media playlist over segments named `0.m2t`, `1.m2t` … of 2 s each. */
export function windowPlaylist(first: number, last: number, { ended = false, target = 1 } = {}): string {
  const lines = ['#EXTM3U', `#EXT-X-TARGETDURATION:${target}`, `#EXT-X-MEDIA-SEQUENCE:${first}`];
  for (let index = first; index <= last; index += 1) lines.push('#EXTINF:2.000000,', `${index}.m2t`);
  if (ended) lines.push('#EXT-X-ENDLIST');
  return lines.join('\n');
}
