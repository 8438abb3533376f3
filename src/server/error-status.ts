import { TamsError, type ErrorKind } from '../tams/errors';
import type { ErrorStatus } from './media-errors';

/** TAMS answers a clash with what is stored as 400: its document lists no 409. */
const STATUS: Readonly<Record<ErrorKind, number>> = {
  not_found: 404,
  invalid: 400,
  conflict: 400,
  read_only: 403,
  forbidden: 403,
  unauthenticated: 401,
  too_large: 413,
  unavailable: 503,
};

/** How an error of the domain is answered over plain HTTP; null for all other errors. */
export function statusOf(error: unknown): ErrorStatus | null {
  return error instanceof TamsError ? { status: STATUS[error.kind], type: error.type } : null;
}
