/**
 * Writes what keeps changing, but not at every change: at once when it has been quiet, else when the given time is over.
 * One write at a time.
 */
export class Saver {
  private timer: NodeJS.Timeout | null = null;
  /** When the timer is due, and when the last write began, by the monotonic clock. */
  private due = Infinity;
  private last = -Infinity;
  private writing: Promise<unknown> = Promise.resolve();

  /**
   * @param write stores what there is when it is called
   * @param onError hears of writes that failed while nobody waited for them
   */
  constructor(
    private readonly write: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** There is something new: to be written when `everyMs` have passed since the last write, which may be now. */
  async within(everyMs: number): Promise<void> {
    const due = this.last + everyMs;
    const now = performance.now();
    if (due <= now) return this.now();
    if (due >= this.due) return;
    this.cancel();
    this.due = due;
    this.timer = setTimeout(() => void this.now().catch(this.onError), due - now).unref();
  }

  /** Writes. @throws what `write` throws */
  async now(): Promise<void> {
    this.cancel();
    this.last = performance.now();
    const written = this.writing.then(this.write);
    this.writing = written.catch(() => undefined);
    await written;
  }

  /** Forgets what is due. */
  cancel(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.due = Infinity;
  }
}
