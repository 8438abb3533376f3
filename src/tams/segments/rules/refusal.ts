import type { ErrorType } from '../../errors';

/** Why one segment of a request is not registered. A rule answers with one, or with null when the segment satisfies it. */
export interface Refusal {
  readonly type: ErrorType;
  /** One clause, after the error type's summary and a colon. */
  readonly detail: string;
}

export const refuse = (type: ErrorType, detail: string): Refusal => ({ type, detail });
