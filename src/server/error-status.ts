import { STATUS_OF_KIND } from '../../rest-compat/layer/errors';
import { TamsError } from '../tams/errors';
import type { ErrorStatus } from './media-errors';

/** How an error of the domain is answered where media are served: as REST answers it; null for all other errors. */
export function statusOf(error: unknown): ErrorStatus | null {
  return error instanceof TamsError ? { status: STATUS_OF_KIND[error.kind], type: error.type } : null;
}
