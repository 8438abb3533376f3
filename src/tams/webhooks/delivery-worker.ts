import { setTimeout as pause } from 'node:timers/promises';
import type { StoreContext } from '../context';
import type { Uuid } from '../model';
import { DeliveryLoop, type DeliveryLogger } from './delivery-loop';
import { DEFAULT_DELIVERY, type DeliveryOptions } from './delivery-options';
import { readRegistered, registeredIds, saveState, type DeliveryState } from './delivery-state';
import { DeliveryTally } from './delivery-tally';
import { wantedWithin } from './lost-events';

/** How long to wait when the store does not even say what is registered. */
const STORE_DELAY_MS = 5_000;

/**
 * Delivers webhooks (SEMANTICS 17.4): one loop a registration, each with its own position in the event log and its own
 * connection, so that a receiver that is slow or gone delays nobody else.
 */
export class DeliveryWorker {
  readonly tally = new DeliveryTally();
  private readonly options: DeliveryOptions;
  private readonly loops = new Map<Uuid, DeliveryLoop>();
  private logger: DeliveryLogger | null = null;
  private stopping = new AbortController();
  private starting: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: StoreContext,
    options: Partial<DeliveryOptions> = {},
  ) {
    this.options = { ...DEFAULT_DELIVERY, ...options };
  }

  /** Delivers, from where it was left, until `stop`. Keeps no process alive while nothing is on its way. */
  start(logger: DeliveryLogger): void {
    if (this.logger) return;
    this.logger = logger;
    this.stopping = new AbortController();
    this.starting = this.startAll(logger, this.stopping.signal);
  }

  /** Resolves when nothing is on its way and no delivery will begin; what has been sent is waited for a short time. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.logger = null;
    await this.starting;
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }

  /** Registrations that are delivered to, and those of them that wait for another try after a failed one. */
  get standing(): { readonly registered: number; readonly retrying: number } {
    const loops = [...this.loops.values()];
    return { registered: loops.length, retrying: loops.filter(({ isRetrying }) => isRetrying).length };
  }

  /** Says that a registration was made, replaced, moved or removed: to be called when that is committed. */
  changed(id: Uuid): void {
    const loop = this.loops.get(id);
    if (loop) loop.changed();
    else if (this.logger) this.startLoop(id, this.logger);
  }

  /** What is known beyond what is stored, of a registration whose position was moved this often; null when nothing is. */
  stateOf(id: Uuid, replays: number): DeliveryState | null {
    return this.loops.get(id)?.stateAfter(replays) ?? null;
  }

  /**
   * To be awaited before events go out of the log: what webhooks want of those up to `through` and have not got is counted, and
   * their positions are stored behind it.
   */
  async lose(through: number): Promise<void> {
    const ids = await registeredIds(this.context.db);
    await Promise.all(
      ids.map(async (id) => {
        const done = await this.loops.get(id)?.lose(through);
        if (!done) await this.loseStored(id, through);
      }),
    );
  }

  private async startAll(logger: DeliveryLogger, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const ids = await registeredIds(this.context.db);
        if (!this.logger) return;
        for (const id of ids) if (!this.loops.has(id)) this.startLoop(id, logger);
        return;
      } catch (error) {
        logger.error({ err: error }, 'the registered webhooks cannot be read now');
        await pause(STORE_DELAY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private startLoop(id: Uuid, logger: DeliveryLogger): void {
    const loop = new DeliveryLoop(this.context, id, this.options, logger, this.tally);
    this.loops.set(id, loop);
    void loop.run().then(() => this.loops.delete(id));
  }

  private async loseStored(id: Uuid, through: number): Promise<void> {
    const registered = await readRegistered(this.context.db, id);
    if (!registered || registered.state.position >= through) return;
    const { webhook, state } = registered;
    const count = await wantedWithin(this.context.log, webhook, state.position, through);
    this.tally.missed += count;
    await saveState(this.context.db, registered, {
      ...state,
      position: through,
      missed: state.missed + count,
    });
  }
}
