import { setTimeout as pause } from 'node:timers/promises';
import type { StoreContext } from '../context';
import { storeFailure, TamsError } from '../errors';
import { cleanUpBatch, giveUp, nextCleanup, startCleanup, type Cleanup } from './cleanup';

/** How long to wait before each further attempt of a batch that failed (DL5). */
const RETRY_DELAYS_MS = [1_000, 5_000, 25_000];
/** How long to wait when the store does not even say what there is to do. */
const STORE_DELAY_MS = 5_000;

/**
 * Does the work of deletion requests, one request at a time, in the order of their acceptance, in batches with other
 * transactions in between. What it has done is stored with each batch, so it goes on where it was after a crash (DL6).
 */
export class DeletionWorker {
  private stopping = new AbortController();
  private running: Promise<void> | null = null;
  private work = false;
  private awaken: () => void = () => undefined;

  /** @param retryDelaysMs one for each attempt of a batch after the first */
  constructor(
    private readonly context: StoreContext,
    private readonly retryDelaysMs: readonly number[] = RETRY_DELAYS_MS,
  ) {}

  /**
   * Works, now and whenever a request has been accepted, until `stop`. With nothing to do it keeps no process alive.
   * @param onError hears of each attempt that failed
   */
  start(onError: (error: unknown) => void): void {
    if (this.running) return;
    this.stopping = new AbortController();
    this.running = this.runUntilStopped(onError);
  }

  /** Resolves when the running batch, if any, is done and no other will begin. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.awaken();
    await this.running;
    this.running = null;
  }

  /** Says that there may be work. */
  wake(): void {
    this.work = true;
    this.awaken();
  }

  /** Does all the work there is, and resolves then. */
  async runOnce(onError: (error: unknown) => void = () => undefined): Promise<void> {
    for (;;) {
      const cleanup = this.stopping.signal.aborted ? null : await nextCleanup(this.context.db);
      if (!cleanup) return;
      await this.perform(cleanup, onError);
    }
  }

  private async runUntilStopped(onError: (error: unknown) => void): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.work = false;
      try {
        await this.runOnce(onError);
        await this.wakeOrStop();
      } catch (error) {
        onError(error);
        await this.wait(STORE_DELAY_MS);
      }
    }
  }

  private async wakeOrStop(): Promise<void> {
    if (this.work || this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.awaken = resolve;
    });
  }

  /** One request to its end, or until stopped. Each batch has its retries; when they are used up the request is given up. */
  private async perform(cleanup: Cleanup, onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.stopping;
    let started = false;
    let failures = 0;
    while (!signal.aborted) {
      try {
        if (!started) await startCleanup(this.context, cleanup);
        started = true;
        const began = performance.now();
        if (await this.cleanUp(cleanup)) return;
        failures = 0;
        // As long again for others: nobody waits for a clean-up to end.
        await this.wait(performance.now() - began);
      } catch (error) {
        onError(error);
        const delay = this.retryDelaysMs[failures];
        failures += 1;
        if (delay === undefined) return giveUp(this.context, cleanup, reportOf(error, failures));
        await this.wait(delay);
      }
    }
  }

  private cleanUp(cleanup: Cleanup): Promise<boolean> {
    const { context } = this;
    const work = () => cleanUpBatch(context, cleanup);
    return context.job ? context.job('deletion request', work) : work();
  }

  /** Resolves early when stopped. */
  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** What the record tells of the last failure: nothing internal, which the log has. */
function reportOf(error: unknown, attempts: number): { type: string; summary: string } {
  const given = `given up after ${attempts} attempts`;
  const told = error instanceof TamsError ? error : storeFailure(error);
  if (told) return { type: told.type, summary: `${told.message} (${given})` };
  return {
    type: 'InternalError',
    summary: `The store could not remove segments: ${given}; the server's log says why`,
  };
}
