import type { Webhook, WebhookDelivery, WebhookInput } from '../../../src/tams/model';
import type { TamsOptions } from '../../../src/tams/store';
import type { DeliveryOptions } from '../../../src/tams/webhooks/delivery-options';
import { EVENT_TYPES } from '../../../src/tams/webhooks/registration';
import { subjectOf, WebhookReceiver, type Received } from '../../support/webhook-receiver';
import { ALICE, TestStore, videoFlow } from '../store-fixture';

/** Tries and rounds within milliseconds; but a try may take long, for a busy machine is no failure. */
export const QUICK: Partial<DeliveryOptions> = {
  timeoutMs: 2_000,
  retryDelaysMs: [5, 10, 10, 20],
  restDelaysMs: [40, 60],
  saveEveryMs: 20,
  savePassedEveryMs: 20,
  stopGraceMs: 500,
};
/** Nothing that fails is tried again while a test runs. */
export const PATIENT: Partial<DeliveryOptions> = { ...QUICK, retryDelaysMs: [3_600_000] };

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A store that delivers, and receivers on free ports. */
export class Deliveries {
  readonly log: LogLine[] = [];
  private readonly receivers: WebhookReceiver[] = [];
  private flows = 0;

  private constructor(public test: TestStore) {}

  static async open(delivery = QUICK, options: Partial<TamsOptions> = {}): Promise<Deliveries> {
    const deliveries = new Deliveries(await openStore(delivery, options));
    deliveries.start();
    return deliveries;
  }

  get webhooks() {
    return this.test.store.webhooks;
  }

  start(): void {
    const write = (level: LogLine['level']) => (facts: object, message: string) =>
      void this.log.push({ level, facts: { ...facts }, message });
    this.test.store.deliveryWorker.start({ warn: write('warn'), error: write('error') });
  }

  stop(): Promise<void> {
    return this.test.store.deliveryWorker.stop();
  }

  /** Opens the same folder again, as a restart does. */
  async restart(delivery = QUICK, options: Partial<TamsOptions> = {}, between = () => Promise.resolve()) {
    await this.stop();
    await this.test.db.close();
    await between();
    this.test = await openStore(delivery, options, this.test.folder);
    this.start();
  }

  async receiver(): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.open();
    this.receivers.push(receiver);
    return receiver;
  }

  async register(url: string, rest: Partial<WebhookInput> = {}): Promise<Webhook> {
    return (await this.webhooks.put(ALICE, { url, events: [...EVENT_TYPES], ...rest }))!;
  }

  /** Makes flows, which is two events each (`sources/created`, `flows/created`), and returns their numbers. */
  async makeFlows(count: number): Promise<number[]> {
    const made: number[] = [];
    for (let n = 0; n < count; n += 1) {
      this.flows += 1;
      await this.test.store.flows.put(ALICE, videoFlow(this.flows));
      made.push(this.flows);
    }
    return made;
  }

  async stateOf({ id }: Webhook): Promise<WebhookDelivery> {
    return (await this.webhooks.deliveriesOf([id]))[0]!;
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
    await this.test.close();
  }
}

function openStore(delivery: Partial<DeliveryOptions>, options: Partial<TamsOptions>, folder?: string) {
  return TestStore.open({ allowedWebhookAddresses: ['127.0.0.1'], delivery, ...options }, folder);
}

/** The ids of the flows and sources that messages tell of, in order, each with its type. */
export const told = (messages: readonly Received[]): string[] =>
  messages.map(({ body: { event_type, event } }) => `${event_type} ${subjectOf(event)}`);

/** Without the repetitions that at-least-once allows. */
export const once = <T>(values: readonly T[]): T[] => [...new Set(values)];
