import { IngestError } from '../../src/ingest';

/** The IngestError that something ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown> | (() => unknown)): Promise<IngestError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof IngestError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
