import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { IngestError, reasonOf } from './errors';
import type { FilePart } from './fetching';
import { display } from './location';
import { isTransientStatus, retrying, Transient } from './retry';

/** Where and how the gateway wants the bytes of one media object. The URL is signed: it appears in no message. */
export interface PutUrl {
  readonly url: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

const SILENCE_MS = 120_000;

/**
 * Uploads file parts, one behind the other, as one media object. They are streamed from disk, with their length told
 * beforehand (object stores refuse uploads of unknown length, which is why this is not `fetch` with a stream).
 * @param givingUp once aborted, a failed attempt is not followed by another
 * @returns the number of bytes
 * @throws IngestError `gateway` when the store refuses them or keeps failing
 */
export async function upload(
  target: PutUrl,
  parts: readonly FilePart[],
  givingUp?: AbortSignal,
): Promise<number> {
  const url = new URL(target.url);
  const where = `The media store ${display({ kind: 'url', url })}`;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const headers = {
    ...Object.fromEntries(
      Object.entries(target.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    'content-type': target.contentType,
    'content-length': length,
  };
  try {
    await retrying(
      async () => {
        const status = await put(url, headers, parts).catch((error: unknown) => {
          throw new Transient(`${where} cannot be reached: ${reasonOf(error)}`, { cause: error });
        });
        if (isTransientStatus(status)) throw new Transient(`${where} answered ${status}`);
        if (status >= 300)
          throw new IngestError('gateway', `${where} refused an upload with status ${status}.`);
      },
      { signal: givingUp },
    );
  } catch (error) {
    if (error instanceof Transient) throw new IngestError('gateway', `${error.message}.`, { cause: error });
    throw error;
  }
  return length;
}

/** One PUT; the answer's status. A store that answers early, without reading everything, is heard. */
function put(url: URL, headers: http.OutgoingHttpHeaders, parts: readonly FilePart[]): Promise<number> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'PUT', headers });
    const bytes = Readable.from(bytesOf(parts));
    outgoing.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', reject);
    });
    outgoing.on('error', (error) => {
      bytes.destroy();
      reject(error);
    });
    outgoing.setTimeout(SILENCE_MS, () =>
      outgoing.destroy(new Error(`nothing was heard for ${SILENCE_MS / 1000} s`)),
    );
    bytes.on('error', (error) => outgoing.destroy(error));
    bytes.pipe(outgoing);
  });
}

async function* bytesOf(parts: readonly FilePart[]): AsyncGenerator<Uint8Array> {
  for (const { path, offset, length } of parts) {
    if (length === 0) continue;
    for await (const chunk of createReadStream(path, { start: offset, end: offset + length - 1 })) {
      yield chunk as Uint8Array;
    }
  }
}
