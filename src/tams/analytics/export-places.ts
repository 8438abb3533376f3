import { TamsError } from '../errors';

/** Exports at once: each may take minutes, and a thread while it reads. */
export const MAX_EXPORTS = 2;

/** The places for exports, of all callers together. */
export class ExportPlaces {
  private taken = 0;

  /**
   * @returns a function that gives the place back
   * @throws TamsError `AnalyticsUnavailable` when there is none left
   */
  take(): () => void {
    if (this.taken >= MAX_EXPORTS)
      throw new TamsError(
        'AnalyticsUnavailable',
        `${MAX_EXPORTS} exports are under way; ask again when one has ended`,
      );
    this.taken += 1;
    return () => void (this.taken -= 1);
  }
}
