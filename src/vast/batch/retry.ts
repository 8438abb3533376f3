import { setTimeout as pause } from 'node:timers/promises';
import { WriteFailed } from '../engine';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 2000;

/**
 * Tries something until it succeeds, `maxRetries` times more at most, with growing, scattered pauses. Only what may pass is
 * tried again: a disk that is full or busy may not be a moment later, a row that is refused once is refused for ever.
 */
export async function retrying<T>(maxRetries: number, work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof WriteFailed) || attempt > maxRetries) throw error;
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await pause(longest * (0.5 + Math.random() / 2));
    }
  }
}
