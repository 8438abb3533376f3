/**
 * What stopped an ingest or a follower, as the command line's exit status tells it:
 * `usage` a wrong option or argument, `playlist` a playlist that cannot be read or understood, `media` a segment that
 * cannot be fetched, `gateway` the gateway refused or cannot be reached, `expired` the gateway no longer knows what
 * followed a cursor, `interrupted` stopped on request.
 */
export type IngestFailure = 'usage' | 'playlist' | 'media' | 'gateway' | 'expired' | 'interrupted';

/** Exit statuses of the command line; 130 is what shells expect of a program that Ctrl-C ended. */
export const EXIT_CODES: Readonly<Record<IngestFailure, number>> = {
  usage: 2,
  playlist: 3,
  media: 4,
  gateway: 5,
  expired: 6,
  interrupted: 130,
};

/** An ingest, or a follower, that cannot go on. The message is one sentence for people and holds no query string of any URL. */
export class IngestError extends Error {
  override readonly name = 'IngestError';

  constructor(
    readonly failure: IngestFailure,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  get exitCode(): number {
    return EXIT_CODES[this.failure];
  }
}

/** The shortest useful text of anything thrown: fetch hides the reason in `cause`, and there perhaps in a list. */
export function reasonOf(error: unknown): string {
  const { message, cause, errors } = facts(error);
  const inner = cause ?? errors?.[0];
  const reason = inner === undefined ? '' : reasonOf(inner);
  return reason !== '' ? reason : (message ?? String(error));
}

interface ErrorFacts {
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** By shape, not by class: errors of Node's own core may be of another realm's classes. */
function facts(error: unknown): ErrorFacts {
  return typeof error === 'object' && error !== null ? error : {};
}
