import { InvalidValue } from '../engine';

/** What becomes of the good batches when one fails for good: all are taken back, or only the failed one is. */
export type Rollback = 'all' | 'failed';

export interface BatchOptions {
  /**
   * Rows a batch, at most 100,000. Left out: as many as the table takes in about 50 ms, found as it goes, so that other work
   * waits no longer.
   */
  readonly batchSize?: number;
  /** How often a batch is tried again after a failure that may pass (`WriteFailed`): up to 10 times, 3 when left out. */
  readonly maxRetries?: number;
  /** `all` when left out. */
  readonly rollback?: Rollback;
  /** Batches under way at a time, up to 16, 2 when left out. Those of one moment share a commit; each is held in memory. */
  readonly parallelism?: number;
  /** Up to 200 characters that name this insertion: called again with the same key and data, it inserts nothing twice. */
  readonly idempotencyKey?: string;
}

export interface CheckedOptions {
  /** Null: found as it goes. */
  readonly batchSize: number | null;
  readonly maxRetries: number;
  readonly rollback: Rollback;
  readonly parallelism: number;
  readonly idempotencyKey: string | null;
}

const KEY_CHARACTERS = 200;

/** @throws InvalidValue that names the option, what it was and what it may be */
export function checkOptions(options: BatchOptions): CheckedOptions {
  const { batchSize, maxRetries = 3, rollback = 'all', parallelism = 2, idempotencyKey } = options;
  if (batchSize !== undefined) checkInteger('batchSize', batchSize, 1, 100_000);
  checkInteger('maxRetries', maxRetries, 0, 10);
  checkInteger('parallelism', parallelism, 1, 16);
  if (!['all', 'failed'].includes(rollback))
    throw new InvalidValue(`rollback must be 'all' or 'failed', not ${rollback as string}`);
  if (idempotencyKey !== undefined) checkKey(idempotencyKey);
  return {
    batchSize: batchSize ?? null,
    maxRetries,
    rollback,
    parallelism,
    idempotencyKey: idempotencyKey ?? null,
  };
}

function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new InvalidValue(`${name} must be an integer from ${low} to ${high}, not ${String(value)}`);
}

function checkKey(key: string): void {
  if (typeof key !== 'string' || key.length === 0 || key.length > KEY_CHARACTERS)
    throw new InvalidValue(`idempotencyKey must be a text of 1 to ${KEY_CHARACTERS} characters`);
}
