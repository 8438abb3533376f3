import { CODES, inputError } from './errors';

/** The order values behind which a page continues. */
export type Position = readonly (string | number)[];

/** What one value of a position must be. */
type Check = (value: unknown) => boolean;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CUT = /^[0-9a-f]{21}$/;
const isInteger: Check = (value) => Number.isSafeInteger(value);
const isUuid: Check = (value) => typeof value === 'string' && UUID.test(value);
const isCut: Check = (value) => typeof value === 'string' && CUT.test(value);

/** The orders that connections follow: each cursor names its own, and what its values are. */
const ORDERS = {
  sources: [isInteger, isUuid],
  flows: [isInteger, isUuid],
  segments: [isCut],
  objectSegments: [isUuid, isCut],
  objectFlows: [isUuid],
  deletedFlows: [isInteger],
  deletedSegments: [isInteger, isCut],
  restoreSegments: [isInteger, isCut],
} as const satisfies Record<string, readonly Check[]>;

export type CursorKind = keyof typeof ORDERS;

/** The longest cursor is below 150 characters. */
const MAX_LENGTH = 256;

/** An opaque cursor: it carries its connection's kind and the position, so it needs nothing kept on the server. */
export function encodeCursor(kind: CursorKind, position: Position): string {
  return Buffer.from(JSON.stringify([kind, ...position])).toString('base64url');
}

/**
 * The position that a cursor of this kind carries.
 * @throws GraphQLError `BAD_CURSOR` for anything that `encodeCursor` did not make, or made for another kind
 */
export function decodeCursor(kind: CursorKind, cursor: string): Position {
  if (cursor.length > MAX_LENGTH) throw badCursor(`it is longer than ${MAX_LENGTH} characters`);
  const parts = parsed(cursor);
  if (!parts || encodeCursor(parts[0] as CursorKind, parts.slice(1) as Position[number][]) !== cursor)
    throw badCursor('it was not made by this server');
  const [madeFor, ...position] = parts;
  if (madeFor !== kind) throw badCursor('it comes from another connection');
  const checks: readonly Check[] = ORDERS[kind];
  if (position.length !== checks.length || !checks.every((check, index) => check(position[index])))
    throw badCursor('it was not made by this server');
  return position as Position[number][];
}

function parsed(cursor: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const badCursor = (why: string) =>
  inputError(
    `The cursor in "after" cannot be used: ${why}. Pass "endCursor" of the same connection's pageInfo, unchanged.`,
    CODES.badCursor,
  );
