import { createHash, randomBytes } from 'node:crypto';

/** The namespace of our names (RFC 9562, section 5.5), drawn at random once. Changing it orphans every earlier ingest. */
const NAMESPACE = Buffer.from('6f0d2b5c3e1a4b0f9a675d9be1c2a4d8', 'hex');

/**
 * The UUID (version 5) of a name made of parts: the same parts give the same id on every machine and every gateway.
 * That is what lets a second run find what the first one made.
 */
export function nameUuid(...parts: readonly string[]): string {
  const digest = createHash('sha1').update(NAMESPACE).update(JSON.stringify(parts)).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * A new object id for one segment of a flow. It carries the segment's media sequence number, so that a later run reads
 * from the gateway alone which segments are there. The random end is what makes a retry possible: an id that was
 * allocated by a run that died cannot be allocated again before the gateway forgets it. Nothing in it needs escaping in a
 * URL.
 */
export function newObjectId(flowId: string, sequence: number): string {
  return `${flowId}.${sequence}.${randomBytes(6).toString('hex')}`;
}

/** The media sequence number in an object id that `newObjectId` made for this flow; null for any other object id. */
export function sequenceOf(objectId: string, flowId: string): number | null {
  if (!objectId.startsWith(`${flowId}.`)) return null;
  const match = /^(\d{1,15})\.[0-9a-f]{12}$/.exec(objectId.slice(flowId.length + 1));
  return match ? Number(match[1]) : null;
}
