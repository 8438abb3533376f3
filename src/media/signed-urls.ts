import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readOrCreate } from './durable-file';
import { MediaError } from './errors';
import { encodePart } from '../percent-encoding';
import { encodeObjectId } from './percent-encoding';

/** Where the embedded store's objects live on this server. */
export const MEDIA_PATH = '/media/';

const KEY_BYTES = 32;
const EXPIRES = /^[1-9]\d{0,11}$/;
const SIGNATURE = /^[A-Za-z0-9_-]{43}$/;

/** What a signature allows. HEAD is allowed by GET's. */
export type SignedMethod = 'GET' | 'PUT';

/** The key of a data folder, made on first use: 32 random bytes in a file that only this user can read. */
export async function loadUrlKey(file: string): Promise<Buffer> {
  const key = await readOrCreate(file, () => randomBytes(KEY_BYTES));
  if (key.length !== KEY_BYTES) {
    throw new MediaError(
      'BadConfiguration',
      `The key for media URLs must have ${KEY_BYTES} bytes: remove the file ${file} to get a new one.`,
    );
  }
  return key;
}

/**
 * Makes and checks URLs of the embedded store: `/media/<id>?expires=<seconds>&signature=<HMAC-SHA256>`, with
 * `content-type` in front for an upload. A signature holds for one method, object, expiry and content type.
 */
export class UrlSigner {
  constructor(private readonly key: Buffer) {}

  /** Makes path and query that allow a GET or HEAD of an object until `expires` (seconds since 1970). */
  getPath(expires: number): (objectId: string) => string {
    const signed = signedHead('GET', String(expires), '');
    const query = `?expires=${expires}&signature=`;
    return (id) => MEDIA_PATH + encodeObjectId(id) + query + this.signature(signed + id);
  }

  /** Path and query that allow a PUT of bytes of `contentType` until `expires` (seconds since 1970). */
  putPath(objectId: string, contentType: string, expires: number): string {
    const signature = this.sign('PUT', objectId, String(expires), contentType);
    return `${MEDIA_PATH}${encodeObjectId(objectId)}?content-type=${encodePart(contentType)}&expires=${expires}&signature=${signature}`;
  }

  /**
   * Checks the query of a request for `objectId`. Parameters other than the signature's are ignored.
   * @throws MediaError `UrlMalformed`, `UrlForged` (not signed here for this method and object) or `UrlExpired`.
   * Only a true signature is told that its time is over.
   */
  verify(method: SignedMethod, objectId: string, query: URLSearchParams, now: Date): void {
    const expires = theOne(query, 'expires');
    const signature = theOne(query, 'signature');
    const contentType = method === 'PUT' ? theOne(query, 'content-type') : '';
    if (!EXPIRES.test(expires) || !SIGNATURE.test(signature)) throw malformed();
    const expected = this.sign(method, objectId, expires, contentType);
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) {
      throw new MediaError('UrlForged', 'The signature of this URL is not valid for this method and object.');
    }
    if (Number(expires) * 1000 <= now.getTime()) {
      throw new MediaError('UrlExpired', 'This URL has expired: ask for a new one.');
    }
  }

  private sign(method: SignedMethod, objectId: string, expires: string, contentType: string): string {
    return this.signature(signedHead(method, expires, contentType) + objectId);
  }

  private signature(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

/** What is signed before an object's id. No part but the id can hold a line break, so two different requests never sign the same text. */
const signedHead = (method: SignedMethod, expires: string, contentType: string): string =>
  `${method}\n${expires}\n${encodePart(contentType)}\n`;

function theOne(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name);
  if (value === undefined || more.length > 0) throw malformed();
  return value;
}

function malformed(): MediaError {
  return new MediaError(
    'UrlMalformed',
    'This URL does not have exactly one whole signature: use it as it was given.',
  );
}
