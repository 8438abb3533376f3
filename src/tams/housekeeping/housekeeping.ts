import { trimLog } from '../../events/retention';
import type { StoreContext } from '../context';
import { forgetRequests } from '../deletions/expiry';
import { removeBytes } from '../objects/byte-removal';
import { forgetGoneObjects } from './forget';
import { noteOlderDeletions } from './older-deletions';
import { purgeDeleted } from './purge';

/** What one round of housekeeping did. */
export interface HousekeepingResult {
  readonly purgedRows: number;
  readonly forgottenObjects: number;
  readonly trimmedEvents: number;
}

/**
 * Takes away for good what nobody can reach or restore any more: first deleted rows past the retention, then the objects
 * that only they named, then bytes; also the records of deletion requests that are over (DL6), and old events. A crash at any point loses
 * nothing and leaves nothing: the next round goes on.
 */
export class Housekeeping {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly context: StoreContext) {}

  /** @throws the failure of a media store that did not remove bytes; they are tried again in the next round. */
  runOnce(): Promise<HousekeepingResult> {
    const { job } = this.context;
    return job ? job('housekeeping', () => this.round()) : this.round();
  }

  private async round(): Promise<HousekeepingResult> {
    const { db, log, options, now, eventsGo } = this.context;
    await noteOlderDeletions(db);
    const purgedRows = await purgeDeleted(db, now() - options.softDeleteRetentionMs);
    const forgottenObjects = await forgetGoneObjects(this.context);
    await forgetRequests(this.context);
    const trimmedEvents = await trimLog(db, log, options.eventRetention, now(), eventsGo);
    await removeBytes(this.context, null);
    return { purgedRows, forgottenObjects, trimmedEvents };
  }

  /**
   * Runs a round now and then one each time `intervalMs` have passed since the last ended, until `stop`. Rounds never
   * overlap, and the timer keeps no process alive.
   * @param onError hears of a round that failed; the next one comes all the same
   */
  start(intervalMs: number, onError: (error: unknown) => void): void {
    if (this.timer) return;
    const round = () => {
      this.running = this.runOnce()
        .catch(onError)
        .finally(() => {
          if (this.timer) this.timer = setTimeout(round, intervalMs).unref();
        });
    };
    this.timer = setTimeout(round, 0).unref();
  }

  /** Resolves when no round runs any more. */
  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.running;
  }
}
