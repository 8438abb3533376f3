import { setTimeout as pause } from 'node:timers/promises';
import { CursorExpired } from '../../events/cursor';
import type { EventHead } from '../../events/event-log';
import { follow } from '../../events/follow';
import type { StoreContext } from '../context';
import { webhookWants } from '../feed/event-filter';
import type { Uuid, Webhook } from '../model';
import { AddressPolicy } from './addresses';
import { endsRound, pauseAfter, type DeliveryOptions } from './delivery-options';
import { afterTry, readRegistered, saveState, type DeliveryState, type Registered } from './delivery-state';
import { wantedWithin } from './lost-events';
import { messageBody } from './message-body';
import type { DeliveryTally } from './delivery-tally';
import { Saver } from './saver';
import { Sender, type SendOutcome } from './sender';

/** Who hears of what an operator should know. Never of a URL or a key. */
export interface DeliveryLogger {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** How long to wait when the store does not answer. */
const STORE_DELAY_MS = 5_000;

/**
 * Delivers the events that one registration wants, in order and at least once, from its stored position on (W9). An event that
 * cannot be delivered is tried again until it can or the log no longer holds it; the following ones wait behind it.
 */
export class DeliveryLoop {
  private running: Promise<void> | null = null;
  private registered: Registered | null = null;
  private state: DeliveryState | null = null;
  private saved: DeliveryState | null = null;
  private sender: Sender | null = null;
  private readonly saver: Saver;
  /** Ends what the loop waits for, but not a try. A new one each time that the registration is read. */
  private interruption = new AbortController();
  /** Ends the try. */
  private readonly cut = new AbortController();
  private stopped = false;
  private over = false;
  private hurried = false;
  private losing: Losing | null = null;

  constructor(
    private readonly context: StoreContext,
    private readonly id: Uuid,
    private readonly options: DeliveryOptions,
    private readonly logger: DeliveryLogger,
    private readonly tally: DeliveryTally,
  ) {
    this.saver = new Saver(
      () => this.save(),
      (error) => this.storeFailed(error),
    );
  }

  /** Resolves when the registration is gone, or after `stop`. Called once. */
  run(): Promise<void> {
    return (this.running ??= this.untilOver());
  }

  /** The registration was replaced, moved or removed. Whoever registers anew may be back, so waiting is over. */
  changed(): void {
    this.hurried = true;
    this.interruption.abort();
  }

  /** Stops in between two events. What has been sent is given up when it is not answered within the grace. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interruption.abort();
    const grace = setTimeout(() => this.cut.abort(), this.options.stopGraceMs);
    await this.running;
    clearTimeout(grace);
  }

  /** The state of a registration whose position was moved this often; null when the loop has not read that one yet. */
  stateAfter(replays: number): DeliveryState | null {
    return this.registered?.replays === replays ? this.state : null;
  }

  /**
   * The log is about to lose everything up to `through`: what of that is not delivered yet is counted as missed, and passed.
   * @returns false when the loop ended before
   */
  lose(through: number): Promise<boolean> {
    if (this.over) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.losing?.resolve(false);
      this.losing = { through, resolve };
      if (this.state === null || this.state.position < through) this.interruption.abort();
      else void this.loseEvents().catch(() => resolve(false));
    });
  }

  /** Whether a try has failed and the next is waited for. */
  get isRetrying(): boolean {
    return this.state !== null && this.state.nextTry !== null;
  }

  private async untilOver(): Promise<void> {
    while (!this.stopped) {
      this.interruption = new AbortController();
      try {
        if (!(await this.readAnew())) break;
        await this.loseEvents();
        await this.deliverAll(this.interruption.signal);
      } catch (error) {
        await this.failed(error);
      }
    }
    await this.saver.now().catch((error: unknown) => this.storeFailed(error));
    this.saver.cancel();
    this.sender?.close();
    this.over = true;
    this.losing?.resolve(false);
  }

  /** What is in memory is newer than what is stored, unless the position was moved. Says whether there is still anything. */
  private async readAnew(): Promise<boolean> {
    const registered = await readRegistered(this.context.db, this.id);
    if (!registered) {
      this.state = null;
      return false;
    }
    if (this.registered?.replays !== registered.replays) this.state = this.saved = registered.state;
    this.registered = registered;
    if (this.hurried) this.set({ nextTry: null });
    this.hurried = false;
    this.sender ??= new Sender(
      receiverOf(registered),
      new AddressPolicy(this.context.options.allowedWebhookAddresses ?? []),
      this.options,
    );
    return true;
  }

  /** Goes through the log until interrupted. @throws CursorExpired when it no longer holds what follows */
  private async deliverAll(signal: AbortSignal): Promise<void> {
    const { log } = this.context;
    const { webhook } = this.registered!;
    const pages = follow(log, {
      consumer: 'webhook',
      after: this.state!.position,
      passes: webhookWants(webhook),
      signal,
    });
    for await (const { heads, through } of pages) {
      // Loads them all at once; each is then asked for anew, so that none is held while another is tried.
      if (heads.length > 0) await log.eventsOf(heads);
      for (const head of heads) {
        // What lies before it is not wanted: that much is over, whatever becomes of this one.
        this.reach(head.sequence - 1);
        if (!(await this.deliver(head, webhook, signal))) return;
        this.reach(head.sequence);
        await this.saver.within(this.options.saveEveryMs);
      }
      if (this.reach(through)) await this.saver.within(this.options.savePassedEveryMs);
    }
  }

  /** Tries until the event is delivered (true), or until interrupted. */
  private async deliver(head: EventHead, webhook: Webhook, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      await this.untilNextTry(signal);
      const body = await messageBody(this.context, head, webhook);
      if (signal.aborted) return false;
      const outcome = await this.sender!.send(body, this.cut.signal);
      if (!outcome) return false;
      this.record(outcome);
      if (outcome.error === null) return true;
      await this.saver.now();
    }
  }

  private async untilNextTry(signal: AbortSignal): Promise<void> {
    const { nextTry, failures } = this.state!;
    if (nextTry === null) return;
    // A clock that was set back must not make it wait for longer than it ever would.
    const most = pauseAfter(Math.max(failures, 1), this.options);
    await wait(Math.min(nextTry - this.context.now(), most), signal);
  }

  private record(outcome: SendOutcome): void {
    this.tally.add(outcome);
    this.state = afterTry(this.state!, outcome, this.context.now(), this.options);
    const { failures } = this.state;
    if (failures > 0 && endsRound(failures, this.options)) {
      const { status, error: reason } = outcome;
      this.logger.warn({ webhook: this.id, failures, status, reason }, 'a webhook is not delivered');
    }
  }

  private async loseEvents(): Promise<void> {
    const { losing } = this;
    if (!losing) return;
    const { position } = this.state!;
    if (position < losing.through) await this.miss(losing.through);
    await this.saver.now();
    losing.resolve(true);
    if (this.losing === losing) this.losing = null;
  }

  /** Counts what it wanted of the events up to `through`, and passes them. */
  private async miss(through: number): Promise<void> {
    const { position, missed } = this.state!;
    const count = await wantedWithin(this.context.log, this.registered!.webhook, position, through);
    this.set({ position: through, missed: missed + count });
    this.tally.missed += count;
    if (count > 0)
      this.logger.warn({ webhook: this.id, missed: count }, 'events were not delivered before they went');
  }

  private async failed(error: unknown): Promise<void> {
    try {
      if (error instanceof CursorExpired && (await this.passWhatIsGone())) return;
      this.storeFailed(error);
    } catch (another) {
      this.storeFailed(another);
    }
    await wait(STORE_DELAY_MS, this.interruption.signal);
  }

  /** Says whether anything is: normally `lose` comes first, but not when the position is moved back at the same moment. */
  private async passWhatIsGone(): Promise<boolean> {
    const oldest = await this.context.log.oldest();
    if (oldest <= this.state!.position) return false;
    await this.miss(oldest);
    await this.saver.now();
    return true;
  }

  private readonly storeFailed = (error: unknown): void => {
    this.logger.error({ webhook: this.id, err: error }, 'the deliveries of a webhook cannot go on now');
  };

  /** Says whether that is further. */
  private reach(position: number): boolean {
    if (position <= this.state!.position) return false;
    this.set({ position });
    return true;
  }

  private set(change: Partial<DeliveryState>): void {
    this.state = { ...this.state!, ...change };
  }

  private async save(): Promise<void> {
    const { registered, state } = this;
    if (!registered || !state || state === this.saved) return;
    await saveState(this.context.db, registered, state);
    this.saved = state;
  }
}

interface Losing {
  readonly through: number;
  readonly resolve: (done: boolean) => void;
}

function receiverOf({ webhook, apiKeyValue }: Registered) {
  const { url, apiKeyName } = webhook;
  const named = apiKeyName !== null && apiKeyName !== undefined && apiKeyValue !== null;
  return { url, apiKey: named ? { name: apiKeyName, value: apiKeyValue } : null };
}

/** Resolves early when interrupted, and keeps no process alive. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
