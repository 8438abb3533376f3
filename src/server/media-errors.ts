import type { FastifyError } from 'fastify';
import { MediaError, type MediaErrorCode } from '../media/errors';

/** How an error is answered: an HTTP status and the stable name that goes into the body's `type`. */
export interface ErrorStatus {
  readonly status: number;
  readonly type: string;
}

/** The body of every error answer, as the API's `error.json` has it; `message` repeats `summary` (H27). */
export interface ErrorBody {
  readonly type: string;
  readonly summary: string;
  readonly message: string;
  readonly time: string;
  /** Only where the answer says nothing else: it finds the log entry that does (H28). */
  readonly request_id?: string;
}

/** A request that the media routes refuse on their own. */
export class MediaFault extends Error {
  constructor(
    readonly answer: ErrorStatus,
    message: string,
  ) {
    super(message);
  }
}

const ANSWERS: Readonly<Record<MediaErrorCode, ErrorStatus | null>> = {
  AlreadyWritten: { status: 403, type: 'MediaImmutable' },
  TooLarge: { status: 413, type: 'TooLarge' },
  StorageFull: { status: 507, type: 'StorageFull' },
  NotWritable: { status: 503, type: 'StoreUnavailable' },
  UrlMalformed: { status: 403, type: 'UrlMalformed' },
  UrlForged: { status: 403, type: 'UrlForged' },
  UrlExpired: { status: 403, type: 'UrlExpired' },
  BadConfiguration: null,
  StoreFailed: null,
};

/** Errors of Fastify itself about the body's type: wrong content types are 400 on this route (ST8). */
const WRONG_TYPE = 'FST_ERR_CTP_INVALID_MEDIA_TYPE';

/**
 * How to answer `error`, or null when nothing of it may reach the client.
 * `statusOf` knows the domain's errors and answers null for all others.
 */
export function answerTo(
  error: unknown,
  statusOf: (error: unknown) => ErrorStatus | null,
): ErrorStatus | null {
  if (error instanceof MediaFault) return error.answer;
  if (error instanceof MediaError) return ANSWERS[error.code];
  if (error instanceof Error && (error as FastifyError).code === WRONG_TYPE) {
    return { status: 400, type: 'InvalidUpload' };
  }
  return statusOf(error);
}
