import { StoreUnavailable, WriteFailed } from '../vast/engine';

/** How a surface answers: REST picks the status by it, GraphQL keeps it in `extensions`. */
export type ErrorKind =
  | 'not_found'
  | 'invalid'
  | 'read_only'
  | 'conflict'
  | 'gone'
  | 'forbidden'
  | 'unauthenticated'
  | 'too_many'
  | 'too_large'
  | 'unavailable';

/** Every error that the domain tells a caller about: its stable name, how it is answered and what it means. */
export const ERRORS = {
  SourceNotFound: { kind: 'not_found', summary: 'No such source' },
  FlowNotFound: { kind: 'not_found', summary: 'No such flow' },
  TagNotFound: { kind: 'not_found', summary: 'No such tag' },
  ObjectNotFound: { kind: 'not_found', summary: 'No such media object' },
  WebhookNotFound: { kind: 'not_found', summary: 'No such webhook' },
  NothingToRestore: { kind: 'not_found', summary: 'Nothing deleted to restore' },
  InvalidId: { kind: 'invalid', summary: 'Not a TAMS identifier' },
  InvalidTime: { kind: 'invalid', summary: 'Not a TAMS timestamp or timerange' },
  InvalidText: { kind: 'invalid', summary: 'Text that cannot be stored' },
  InvalidFlow: { kind: 'invalid', summary: 'Not a valid flow' },
  FormatChanged: { kind: 'invalid', summary: 'The format of a flow cannot change' },
  FormatMismatch: { kind: 'invalid', summary: 'The flow and its source differ in format' },
  InvalidCollection: { kind: 'invalid', summary: 'Not a valid flow collection' },
  InvalidPage: { kind: 'invalid', summary: 'Not a valid page' },
  InvalidFilter: { kind: 'invalid', summary: 'Not a valid filter' },
  InvalidSegment: { kind: 'invalid', summary: 'Not a valid segment' },
  SegmentOverlap: { kind: 'conflict', summary: 'Segments of one flow do not overlap' },
  ObjectNotUsable: { kind: 'invalid', summary: 'The media object cannot be registered here' },
  NoContainer: { kind: 'invalid', summary: 'The flow has no container, so it has no media of its own' },
  InvalidStorageRequest: { kind: 'invalid', summary: 'Not a valid storage request' },
  ObjectIdExists: { kind: 'invalid', summary: 'The object ids already exist' },
  BadCursor: { kind: 'invalid', summary: 'The cursor cannot be used' },
  CursorExpired: { kind: 'gone', summary: 'The cursor is older than the event log' },
  InvalidFeed: { kind: 'invalid', summary: 'Not a valid feed' },
  InvalidWebhook: { kind: 'invalid', summary: 'Not a valid webhook' },
  InvalidAnalysis: { kind: 'invalid', summary: 'Not a valid analysis' },
  FlowReadOnly: { kind: 'read_only', summary: 'The flow is read-only' },
  RestoreConflict: { kind: 'conflict', summary: 'The place of what was deleted has been taken' },
  MediaImmutable: { kind: 'forbidden', summary: 'Media that segments refer to cannot be overwritten' },
  InvalidUpload: { kind: 'invalid', summary: 'Not a valid upload' },
  TooLarge: { kind: 'too_large', summary: 'Too large' },
  AnalyticsUnavailable: { kind: 'unavailable', summary: 'Analytics cannot answer now' },
  Unauthenticated: { kind: 'unauthenticated', summary: 'Not authenticated' },
  ScopeMissing: { kind: 'forbidden', summary: 'Not allowed' },
  BeyondLimits: { kind: 'forbidden', summary: 'Not allowed within the limits of the credentials' },
  TooManyRequests: { kind: 'too_many', summary: 'Too many requests' },
  UserNotFound: { kind: 'not_found', summary: 'No such user' },
  UserExists: { kind: 'conflict', summary: 'The user exists already' },
  InvalidUser: { kind: 'invalid', summary: 'Not a valid user' },
  TokenNotFound: { kind: 'not_found', summary: 'No such token' },
  InvalidToken: { kind: 'invalid', summary: 'Not a valid token' },
  StoreUnavailable: { kind: 'unavailable', summary: 'The store cannot answer now' },
  Overloaded: { kind: 'unavailable', summary: 'The server has more to do than it can' },
} as const satisfies Record<string, { kind: ErrorKind; summary: string }>;

export type ErrorType = keyof typeof ERRORS;

/** What is wrong where in the input. */
export interface ErrorDetail {
  /** Such as `segments[3].timerange`. */
  readonly path: string;
  readonly message: string;
}

/** An error that its caller may read in full: nothing internal, nothing secret. */
export class TamsError extends Error {
  readonly kind: ErrorKind;
  constructor(
    readonly type: ErrorType,
    detail: string,
    readonly details: readonly ErrorDetail[] = [],
    /** For programs, by name. */
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(`${ERRORS[type].summary}: ${detail}`);
    this.name = 'TamsError';
    this.kind = ERRORS[type].kind;
  }
}

/** What a caller is told when the store itself fails, for the log has the rest; null: nothing, it is another error. */
export function storeFailure(error: unknown): TamsError | null {
  if (!(error instanceof WriteFailed) && !(error instanceof StoreUnavailable)) return null;
  return new TamsError('StoreUnavailable', error.message);
}
