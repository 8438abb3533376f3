import { InvalidValue } from '../engine';

/** The same idempotency key with other data, or for another table. Nothing has changed. */
export class IdempotencyConflict extends InvalidValue {}
