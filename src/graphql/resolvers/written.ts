import type { GraphContext } from '../context';

/** Waits for a change and forgets what was read before it, so that its answer selects from what is stored now. */
export async function written<T>({ loaders }: GraphContext, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } finally {
    loaders.clear();
  }
}
