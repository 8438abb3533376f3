import { encodePart } from '../percent-encoding';

const PLAIN = /^[A-Za-z0-9\-._~/]*$/;

/** An object id as the tail of a URL's path: every part encoded once, `/` kept as the separator. */
export function encodeObjectId(objectId: string): string {
  if (PLAIN.test(objectId)) return objectId;
  return objectId.split('/').map(encodePart).join('/');
}
