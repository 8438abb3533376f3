import { randomUUID } from 'node:crypto';
import { TamsError } from '../errors';
import type { Uuid } from '../model';

/** Lower case, version 1 to 5, RFC variant: the one form of an id (TAMS 7.0, ids; SEMANTICS 2.1). */
export const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SHOWN = 60;

export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/**
 * The id that `text` is.
 * @param what names it in the error, as "the source's id"
 * @throws TamsError `InvalidId`
 */
export function uuid(text: string, what: string): Uuid {
  if (isUuid(text)) return text;
  const shown = JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
  throw new TamsError('InvalidId', `${what} is ${shown}, but ids are lower-case UUIDs of version 1 to 5`);
}

/** An id made by the store: always version 4. */
export function newUuid(): Uuid {
  return randomUUID();
}
