import type { TableTransaction } from '../../vast/database';
import { and, eq } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { StoreContext } from '../context';
import { ALL_ROWS } from '../limits';
import type { Caller, Uuid, Webhook, WebhookInput } from '../model';
import { webhooksTable } from '../tables';
import { newUuid } from '../validation/ids';
import { AddressPolicy } from './addresses';
import { identityOf, registrationDocument, registrationIsValid } from './registration';

const COLUMNS = ['id', 'registration', 'created', 'created_by'] as const;
type WebhookRow = Pick<Row<typeof webhooksTable>, (typeof COLUMNS)[number]>;

/** Registrations of webhooks (TAMS 7.0, service/webhooks; SEMANTICS 17.1). A key's value goes in and never comes out (W4). */
export class WebhookService {
  private readonly addresses: AddressPolicy;

  constructor(private readonly context: StoreContext) {
    this.addresses = new AddressPolicy(context.options.allowedWebhookAddresses ?? []);
  }

  /** The caller's own registrations (W1), in the order of registration (P1). */
  async list(caller: Caller): Promise<Webhook[]> {
    const rows = await this.context.db.select(webhooksTable, {
      columns: COLUMNS,
      where: eq('created_by', caller.principal),
      projection: 'registered',
      limit: ALL_ROWS,
    });
    return rows.map(webhookOfRow);
  }

  /**
   * Registers the webhook, in place of the registration of the same identity if there is one: that keeps its id, its place and
   * its owner (W2). An empty list of events removes it, if it is there (W3).
   * @returns null when removed
   * @throws TamsError `InvalidWebhook`, `TooLarge`
   */
  async put(caller: Caller, input: WebhookInput): Promise<Webhook | null> {
    registrationIsValid(input, this.addresses);
    const identity = identityOf(input);
    const registration = registrationDocument(input);
    return this.context.db.transaction(async (tx) => {
      const stored = await registered(tx, identity);
      if (input.events.length === 0) {
        if (stored) await tx.purge(webhooksTable, [stored.rowId]);
        return null;
      }
      if (stored) {
        await tx.update(webhooksTable, [stored.rowId], { registration });
        return webhookOfRow({ ...stored, registration });
      }
      const row = {
        id: newUuid(),
        identity,
        api_key_value: input.apiKeyValue ?? null,
        registration,
        created: this.context.now(),
        created_by: caller.principal,
      };
      await tx.insert(webhooksTable, [row]);
      return webhookOfRow(row);
    });
  }

  /** Removes a registration of the caller (W1). Says whether there was one. */
  delete(caller: Caller, id: Uuid): Promise<boolean> {
    return this.context.db.transaction(async (tx) => {
      const rows = await tx.select(webhooksTable, {
        columns: ['id'],
        where: and(eq('id', id), eq('created_by', caller.principal)),
        limit: 1,
        includeRowIds: true,
      });
      await tx.purge(
        webhooksTable,
        rows.map(({ rowId }) => rowId),
      );
      return rows.length > 0;
    });
  }
}

async function registered(tx: TableTransaction, identity: string) {
  const [row] = await tx.select(webhooksTable, {
    columns: COLUMNS,
    where: eq('identity', identity),
    projection: 'by_identity',
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}

/** What `registrationDocument` wrote. */
interface Registration {
  readonly url: string;
  readonly api_key_name?: string;
  readonly events: readonly string[];
  readonly flow_ids?: readonly Uuid[];
  readonly source_ids?: readonly Uuid[];
  readonly flow_collected_by_ids?: readonly Uuid[];
  readonly source_collected_by_ids?: readonly Uuid[];
  readonly accept_get_urls?: readonly string[];
  readonly accept_storage_ids?: readonly Uuid[];
  readonly presigned?: boolean;
  readonly verbose_storage?: boolean;
}

function webhookOfRow(row: WebhookRow): Webhook {
  const stored = row.registration as unknown as Registration;
  return {
    id: row.id,
    url: stored.url,
    apiKeyName: stored.api_key_name ?? null,
    events: stored.events,
    flowIds: stored.flow_ids ?? null,
    sourceIds: stored.source_ids ?? null,
    flowCollectedByIds: stored.flow_collected_by_ids ?? null,
    sourceCollectedByIds: stored.source_collected_by_ids ?? null,
    acceptGetUrls: stored.accept_get_urls ?? null,
    acceptStorageIds: stored.accept_storage_ids ?? null,
    presigned: stored.presigned ?? null,
    verboseStorage: stored.verbose_storage ?? null,
    created: row.created,
    createdBy: row.created_by,
  };
}
