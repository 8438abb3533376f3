import type { Row } from '../../vast/table';
import type { Uuid, Webhook } from '../model';
import type { webhooksTable } from '../tables';

/** What a registration is read from. */
export const WEBHOOK_COLUMNS = ['id', 'registration', 'created', 'created_by'] as const;

export type WebhookRow = Pick<Row<typeof webhooksTable>, (typeof WEBHOOK_COLUMNS)[number]>;

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

export function webhookOfRow(row: WebhookRow): Webhook {
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
