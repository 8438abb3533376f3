import { graphql } from '../server/gateway';
import { until, WebhookReceiver, type Received } from '../support/webhook-receiver';
import { validateEventBody } from './contract';
import { RestHarness, type HarnessOptions } from './harness';

export const EVERY_EVENT = [
  'flows/created',
  'flows/updated',
  'flows/deleted',
  'flows/segments_added',
  'flows/segments_deleted',
  'sources/created',
  'sources/updated',
  'sources/deleted',
] as const;

/** A gateway that may call 127.0.0.1, and a receiver there. */
export class DeliveryHarness {
  private constructor(
    readonly api: RestHarness,
    readonly receiver: WebhookReceiver,
  ) {}

  static async open({ env, delivery, ...options }: HarnessOptions = {}): Promise<DeliveryHarness> {
    const api = await RestHarness.open({
      ...options,
      env: { TAMS_WEBHOOK_ALLOW: '127.0.0.1', ...env },
      delivery: { stopGraceMs: 100, ...delivery },
    });
    return new DeliveryHarness(api, await WebhookReceiver.open());
  }

  /** Registers for all events at a path of the receiver, unless told otherwise. */
  async register(path: string, rest: Record<string, unknown> = {}): Promise<void> {
    const json = { url: this.receiver.url(path), events: EVERY_EVENT, ...rest };
    await this.api.expect(201, 'POST', '/service/webhooks', { json });
  }

  /** What the graph tells of the deliveries, by the URL of the registration. */
  async deliveries(): Promise<Map<string, Record<string, unknown>>> {
    const { data } = await graphql<{ webhooks: { url: string; delivery: Record<string, unknown> }[] }>(
      this.api.gateway.url,
      '{ webhooks { url delivery { lag failures lastStatus lastError missed } } }',
    );
    return new Map(data!.webhooks.map(({ url, delivery }) => [url, delivery]));
  }

  /** Resolves when everything so far is delivered to all who want it. */
  async settled(): Promise<void> {
    await until(
      async () => [...(await this.deliveries()).values()].every(({ lag }) => lag === 0),
      'the end of the deliveries',
    );
  }

  /** What arrived at a path, in order. @throws Error when the contract does not allow a message */
  at(path: string): Received[] {
    const messages = this.receiver.received.filter((message) => message.path === path);
    for (const { body } of messages) {
      const problems = validateEventBody(body.event_type, body);
      if (problems.length > 0) throw new Error(`${JSON.stringify(body)}\n${problems.join('\n')}`);
    }
    return messages;
  }

  async close(): Promise<void> {
    await this.receiver.close();
    await this.api.close();
  }
}
