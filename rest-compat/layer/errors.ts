import { TamsError, type ErrorDetail, type ErrorKind } from '../../src/tams/errors';
import { InvalidTime } from '../../src/tams/time/invalid-time';

/** A refusal by the layer itself: by HTTP or by the contract, before the domain is asked. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    summary: string,
    readonly details: readonly ErrorDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(summary);
    this.name = 'RestError';
  }
}

/** TAMS answers a clash with what is stored as 400: its document lists no 409. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  not_found: 404,
  invalid: 400,
  conflict: 400,
  read_only: 403,
  forbidden: 403,
  unauthenticated: 401,
  too_many: 429,
  gone: 410,
  too_large: 413,
  unavailable: 503,
};

/** What a client is told: its status and the one form of all error bodies (TAMS 7.0, error.json; H27). */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly type: string;
    readonly summary: string;
    /** Equal to the summary: tools of other servers read it. */
    readonly message: string;
    readonly time: string;
    readonly details?: readonly ErrorDetail[];
    readonly request_id?: string;
    /** Of a cursor that has expired: from where on everything is still there. */
    readonly oldest_cursor?: string;
  };
}

/** An error that its client may read in full; null for all others. */
export function answerOf(error: unknown): ErrorAnswer | null {
  if (error instanceof RestError)
    return { ...answer(error.status, error.type, error.message, error.details), headers: error.headers };
  if (error instanceof TamsError) {
    const told = answer(STATUS_OF_KIND[error.kind], error.type, error.message, error.details);
    const { oldestCursor } = error.facts;
    return oldestCursor === undefined
      ? told
      : { ...told, body: { ...told.body, oldest_cursor: oldestCursor } };
  }
  if (error instanceof InvalidTime) return answer(400, 'InvalidTime', error.message);
  return null;
}

/** An error that is our own fault: nothing of it is told but where to find it in the log (H28). */
export function internalError(requestId: string): ErrorAnswer {
  return traceable(
    answer(500, 'InternalError', `The server failed to answer; the log names request ${requestId}.`),
    requestId,
  );
}

/** An answer with what finds it in the log. */
export const traceable = ({ body, ...rest }: ErrorAnswer, requestId: string): ErrorAnswer => ({
  ...rest,
  body: { ...body, request_id: requestId },
});

function answer(
  status: number,
  type: string,
  summary: string,
  details: readonly ErrorDetail[] = [],
): ErrorAnswer {
  const time = new Date().toISOString();
  const body = { type, summary, message: summary, time };
  return { status, headers: {}, body: details.length > 0 ? { ...body, details } : body };
}
