import { stat, unlink } from 'node:fs/promises';
import { fetchMedia, readPart, type FilePart } from './fetching';
import { probe, PROBE_BYTES, type Probe } from './probe';
import type { MediaReference, PlaylistSegment } from './playlist';
import { display } from './location';
import { IngestError } from './errors';

/**
 * Gets the bytes of segments, ready to be stored as media objects that play alone: TAMS 7.0 has no initialisation
 * sections, so an fMP4 segment is stored with its own in front of it. Sections are fetched once.
 */
export class SegmentMedia {
  readonly #initialisations = new Map<string, Promise<FilePart>>();

  /** @param folder where downloads go; the caller removes it */
  constructor(private readonly folder: string) {}

  /** The parts that make the media object. @throws IngestError `media` */
  async parts(segment: PlaylistSegment): Promise<FilePart[]> {
    const initialisation = segment.initialisation ? [await this.#initialisation(segment.initialisation)] : [];
    return [...initialisation, await fetchMedia(segment.media.location, segment.media.range, this.folder)];
  }

  /** Removes a segment's download; files of the user's own are left alone. */
  async release(segment: PlaylistSegment, parts: readonly FilePart[]): Promise<void> {
    const own = parts.at(-1);
    if (segment.media.location.kind === 'url' && own) await unlink(own.path);
  }

  /** Looks into a segment. @throws IngestError `media` when it is neither MPEG-TS nor MP4 */
  async look(segment: PlaylistSegment, parts: readonly FilePart[]): Promise<Probe> {
    const heads = await Promise.all(parts.map((part) => readPart(part, PROBE_BYTES)));
    const found = probe(Buffer.concat(heads));
    if (found) return found;
    throw new IngestError(
      'media',
      `${display(segment.media.location)} cannot be ingested: it is neither MPEG-TS nor MP4.`,
    );
  }

  #initialisation(reference: MediaReference): Promise<FilePart> {
    const { location, range } = reference;
    const name = location.kind === 'file' ? location.path : location.url.href;
    const key = `${name} ${range?.offset}+${range?.length}`;
    const known = this.#initialisations.get(key);
    if (known) return known;
    const fetched = fetchMedia(location, range, this.folder);
    this.#initialisations.set(key, fetched);
    return fetched;
  }
}

/** The sizes of segments in bytes where they are known without fetching: byte ranges and local files; else null. */
export async function sizesOf(segments: readonly PlaylistSegment[]): Promise<number[] | null> {
  const sizes: number[] = [];
  for (const { media } of segments) {
    if (media.range) sizes.push(media.range.length);
    else if (media.location.kind === 'file') sizes.push(await sizeOfFile(media.location.path));
    else return null;
  }
  return sizes;
}

/** A file that is not there counts nothing here: fetching it reports it. */
async function sizeOfFile(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
