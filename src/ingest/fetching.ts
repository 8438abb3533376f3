import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { IngestError, reasonOf, type IngestFailure } from './errors';
import { display, type Location } from './location';
import { isTransientStatus, retrying, Transient } from './retry';

/** A run of bytes inside a resource. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A run of bytes inside a file of this machine. */
export interface FilePart {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

const MAX_PLAYLIST_BYTES = 16 * 1024 ** 2;
const MAX_SEGMENT_BYTES = 1024 ** 3;
const PLAYLIST_TIMEOUT_MS = 60_000;

/**
 * The text of a playlist (UTF-8), at most 16 MiB; tried again while the network fails.
 * @throws IngestError `playlist` when it cannot be read
 */
export async function readPlaylistText(location: Location, signal?: AbortSignal): Promise<string> {
  if (location.kind === 'file') {
    const { length } = await fileSize(location.path, 'playlist', MAX_PLAYLIST_BYTES);
    return (await readPart({ path: location.path, offset: 0, length }, length)).toString('utf8');
  }
  const { url } = location;
  return attemptAll('playlist', location, signal, async () => {
    const timeout = AbortSignal.timeout(PLAYLIST_TIMEOUT_MS);
    const response = await request(location, url, {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!response.ok) throw refusal('playlist', location, response);
    const chunks: Uint8Array[] = [];
    await pipeline(body(response), limit(MAX_PLAYLIST_BYTES, 'playlist', location), async (source) => {
      for await (const chunk of source) chunks.push(chunk as Uint8Array);
    });
    return Buffer.concat(chunks).toString('utf8');
  });
}

/**
 * The bytes of a media segment as part of a local file: the file itself, or a download into `folder`, which the caller
 * removes. A server that ignores ranges is understood: the part points into the whole.
 * @throws IngestError `media` when it cannot be fetched, is shorter than its range says, or larger than 1 GiB
 */
export async function fetchMedia(
  location: Location,
  range: ByteRange | null,
  folder: string,
): Promise<FilePart> {
  if (location.kind === 'file') {
    const whole = await fileSize(location.path, 'media', MAX_SEGMENT_BYTES, range);
    return slice(location, whole, range);
  }
  const { url } = location;
  const file = path.join(folder, randomUUID());
  return attemptAll('media', location, undefined, async () => {
    const headers: Record<string, string> = range
      ? { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }
      : {};
    const response = await request(location, url, { headers });
    if (!response.ok) throw refusal('media', location, response);
    await pipeline(body(response), limit(MAX_SEGMENT_BYTES, 'media', location), createWriteStream(file));
    const whole = { path: file, offset: 0, length: (await stat(file)).size };
    return slice(location, whole, response.status === 206 && range ? { ...range, offset: 0 } : range);
  });
}

/** The first `most` bytes of a part, or all of it. */
export async function readPart(part: FilePart, most: number): Promise<Buffer> {
  const handle = await open(part.path);
  try {
    const buffer = Buffer.alloc(Math.min(part.length, most));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, part.offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function fileSize(
  file: string,
  failure: IngestFailure,
  most: number,
  range: ByteRange | null = null,
): Promise<FilePart> {
  const what = failure === 'playlist' ? 'playlist' : 'media segment';
  let size: number;
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error('it is not a file');
    size = facts.size;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new IngestError(
      failure,
      missing ? `There is no ${what} ${file}.` : `The ${what} ${file} cannot be read: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
  if ((range?.length ?? size) > most) throw tooLarge(failure, file, most);
  return { path: file, offset: 0, length: size };
}

function slice(location: Location, whole: FilePart, range: ByteRange | null): FilePart {
  if (!range) return whole;
  if (range.offset + range.length > whole.length) {
    throw new IngestError(
      'media',
      `${display(location)} has ${whole.length} bytes, but the playlist names bytes ${range.offset} to ${range.offset + range.length}.`,
    );
  }
  return { path: whole.path, offset: range.offset, length: range.length };
}

async function request(location: Location, url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new Transient(`${display(location)} cannot be reached: ${reasonOf(error)}`, { cause: error });
  }
}

/** A broken connection half-way through a body is as transient as one that never came up. */
async function attemptAll<T>(
  failure: IngestFailure,
  location: Location,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await retrying(
      async () => {
        try {
          return await attempt();
        } catch (error) {
          if (error instanceof IngestError || error instanceof Transient) throw error;
          throw new Transient(`${display(location)} broke off: ${reasonOf(error)}`, { cause: error });
        }
      },
      { signal },
    );
  } catch (error) {
    if (error instanceof Transient) throw new IngestError(failure, `${error.message}.`, { cause: error });
    throw error;
  }
}

function refusal(failure: IngestFailure, location: Location, response: Response): Error {
  const text = `${display(location)} answered ${response.status} ${response.statusText}`.trimEnd();
  void response.body?.cancel();
  return isTransientStatus(response.status) ? new Transient(text) : new IngestError(failure, `${text}.`);
}

function body(response: Response): Readable {
  return response.body ? Readable.fromWeb(response.body) : Readable.from([]);
}

function limit(most: number, failure: IngestFailure, location: Location): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.length;
      done(seen > most ? tooLarge(failure, display(location), most) : null, chunk);
    },
  });
}

function tooLarge(failure: IngestFailure, name: string, most: number): IngestError {
  return new IngestError(failure, `${name} is larger than ${most / 1024 ** 2} MiB, the most that is taken.`);
}
