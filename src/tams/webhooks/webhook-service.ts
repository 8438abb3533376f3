import type { TableReader, TableTransaction } from '../../vast/database';
import { and, eq } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import type { FeedService } from '../feed/feed-service';
import { ALL_ROWS } from '../limits';
import type { Caller, Uuid, Webhook, WebhookDelivery, WebhookInput } from '../model';
import { webhooksTable } from '../tables';
import { newUuid } from '../validation/ids';
import { AddressPolicy } from './addresses';
import { deliveriesOf } from './delivery-log';
import { beginning, moveTo } from './delivery-state';
import type { DeliveryWorker } from './delivery-worker';
import { identityOf, registrationDocument, registrationIsValid } from './registration';
import { WEBHOOK_COLUMNS, webhookOfRow } from './webhook-rows';

/** What registrations have to do with. */
interface Surroundings {
  /** Says what a cursor is worth. */
  readonly feeds: FeedService;
  /** Hears of what is registered. */
  readonly deliveries: DeliveryWorker;
}

/** Registrations of webhooks (TAMS 7.0, service/webhooks; SEMANTICS 17.1). A key's value goes in and never comes out (W4). */
export class WebhookService {
  private readonly addresses: AddressPolicy;

  constructor(
    private readonly context: StoreContext,
    private readonly around: Surroundings,
  ) {
    this.addresses = new AddressPolicy(context.options.allowedWebhookAddresses ?? []);
  }

  /** The caller's own registrations (W1), in the order of registration (P1). */
  async list(caller: Caller): Promise<Webhook[]> {
    const rows = await this.context.db.select(webhooksTable, {
      columns: WEBHOOK_COLUMNS,
      where: eq('created_by', caller.principal),
      projection: 'registered',
      limit: ALL_ROWS,
    });
    return rows.map(webhookOfRow);
  }

  /**
   * Registers the webhook, in place of the registration of the same identity if there is one: that keeps its id, its place and
   * its owner (W2), and goes on where its deliveries were; a new one begins with what is committed after it. An empty list of
   * events removes it, if it is there (W3).
   * @returns null when removed
   * @throws TamsError `InvalidWebhook`, `TooLarge`
   */
  async put(caller: Caller, input: WebhookInput): Promise<Webhook | null> {
    registrationIsValid(input, this.addresses);
    const identity = identityOf(input);
    const registration = registrationDocument(input);
    const { id, webhook } = await this.context.db.transaction(async (tx) => {
      const stored = await registered(tx, identity);
      if (input.events.length === 0) {
        if (stored) await tx.purge(webhooksTable, [stored.rowId]);
        return { id: stored?.id, webhook: null };
      }
      if (stored) {
        await tx.update(webhooksTable, [stored.rowId], { registration });
        return { id: stored.id, webhook: webhookOfRow({ ...stored, registration }) };
      }
      const row = {
        id: newUuid(),
        identity,
        api_key_value: input.apiKeyValue ?? null,
        registration,
        created: this.context.now(),
        created_by: caller.principal,
        position: await beginning(tx),
      };
      await tx.insert(webhooksTable, [row]);
      return { id: row.id, webhook: webhookOfRow(row) };
    });
    if (id !== undefined) this.around.deliveries.changed(id);
    return webhook;
  }

  /** Removes a registration of the caller (W1). Says whether there was one. */
  async delete(caller: Caller, id: Uuid): Promise<boolean> {
    const removed = await this.context.db.transaction(async (tx) => {
      const row = await ownRow(tx, caller, id);
      if (row) await tx.purge(webhooksTable, [row.rowId]);
      return row !== null;
    });
    if (removed) this.around.deliveries.changed(id);
    return removed;
  }

  /**
   * Delivers again, or for the first time, what the caller's registration wants of the events behind a cursor.
   * @throws TamsError `WebhookNotFound` (W1), `BadCursor`, `CursorExpired`
   */
  async replay(caller: Caller, id: Uuid, after: string): Promise<Webhook> {
    const own = (row: Awaited<ReturnType<typeof ownRow>>) => {
      if (!row) throw new TamsError('WebhookNotFound', id);
      return webhookOfRow(row);
    };
    own(await ownRow(this.context.db, caller, id));
    const { sequence, item } = await this.around.feeds.placeOf({ after });
    const webhook = await this.context.db.transaction(async (tx) => {
      const row = await ownRow(tx, caller, id);
      // Behind an item: messages are of whole events, so its event goes again.
      if (row) await moveTo(tx, id, item === null ? sequence : sequence - 1);
      return own(row);
    });
    this.around.deliveries.changed(id);
    return webhook;
  }

  /** How the deliveries of each registration go, in the order of the ids. One storage read. */
  deliveriesOf(ids: readonly Uuid[]): Promise<WebhookDelivery[]> {
    return deliveriesOf(this.context, this.around.deliveries, ids);
  }
}

async function ownRow(reader: TableReader, caller: Caller, id: Uuid) {
  const [row] = await reader.select(webhooksTable, {
    columns: WEBHOOK_COLUMNS,
    where: and(eq('id', id), eq('created_by', caller.principal)),
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}

async function registered(tx: TableTransaction, identity: string) {
  const [row] = await tx.select(webhooksTable, {
    columns: WEBHOOK_COLUMNS,
    where: eq('identity', identity),
    projection: 'by_identity',
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}
