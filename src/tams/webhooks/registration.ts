import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ErrorDetail } from '../errors';
import { documentFits } from '../limits';
import type { JsonObject, WebhookInput } from '../model';
import { jsonProblems } from '../validation/json';
import { reject, schemaProblems } from '../validation/problems';
import { uuidSchema } from '../validation/schemas';
import type { AddressPolicy } from './addresses';

/** All events that TAMS 7.0 defines (17.3). */
export const EVENT_TYPES = [
  'flows/created',
  'flows/updated',
  'flows/deleted',
  'flows/segments_added',
  'flows/segments_deleted',
  'sources/created',
  'sources/updated',
  'sources/deleted',
] as const;

/** A field name of HTTP. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Headers that frame a message or belong to one connection: a webhook's key cannot be one of them. */
const RESERVED_HEADERS = new Set([
  ...['host', 'content-length', 'content-type', 'content-encoding', 'connection', 'keep-alive', 'te'],
  ...['transfer-encoding', 'trailer', 'upgrade', 'expect', 'proxy-connection', 'proxy-authorization', 'date'],
]);
/** What a header's value can hold: Latin-1 without control characters, which CR and LF are. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const ids = z.array(uuidSchema).optional();
const schema = z.object({
  url: z.string(),
  api_key_name: z
    .string()
    .regex(TOKEN, 'is not the name of an HTTP header')
    .refine((name) => !RESERVED_HEADERS.has(name.toLowerCase()), 'is a header that HTTP itself sets')
    .optional(),
  api_key_value: z.string().regex(HEADER_VALUE, 'holds what an HTTP header cannot').optional(),
  events: z.array(z.enum(EVENT_TYPES, 'is no event of TAMS')),
  flow_ids: ids,
  source_ids: ids,
  flow_collected_by_ids: ids,
  source_collected_by_ids: ids,
  accept_get_urls: z.array(z.string()).optional(),
  accept_storage_ids: ids,
  presigned: z.boolean().optional(),
  verbose_storage: z.boolean().optional(),
});

/**
 * What would make a registration fail silently at delivery, or reach where it must not, is refused now (W5, W6). An empty list
 * of events removes a registration, so its address is not judged (W3).
 * @throws TamsError `InvalidWebhook`, `TooLarge`
 */
export function registrationIsValid(input: WebhookInput, addresses: AddressPolicy): void {
  const document = { ...registrationDocument(input), ...given({ api_key_value: input.apiKeyValue }) };
  const problems = jsonProblems(document);
  reject('InvalidWebhook', problems);
  documentFits(document, 'The registration');
  reject('InvalidWebhook', [
    ...schemaProblems(schema, document),
    ...keyProblems(input),
    ...(Array.isArray(input.events) && input.events.length === 0 ? [] : urlProblems(input.url, addresses)),
  ]);
}

/** A key has both a name and a value, or there is none (W5). */
function keyProblems({ apiKeyName, apiKeyValue }: WebhookInput): ErrorDetail[] {
  const named = (apiKeyName ?? null) !== null;
  const valued = (apiKeyValue ?? null) !== null;
  if (named === valued) return [];
  return [
    named
      ? { path: 'api_key_value', message: 'is missing: api_key_name is given' }
      : { path: 'api_key_name', message: 'is missing: api_key_value is given' },
  ];
}

function urlProblems(text: string, addresses: AddressPolicy): ErrorDetail[] {
  const problem = (message: string): ErrorDetail[] => [{ path: 'url', message }];
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return problem('is not an absolute http or https URL');
  if (url.username !== '' || url.password !== '')
    return problem('holds credentials, which are not sent: use api_key_name and api_key_value');
  if (!addresses.allowsHost(url.hostname)) return problem('leads to an address that is not public');
  return [];
}

/** Tells registrations apart: URL, key name and key value, absent counting as a value (W2). Says nothing of the key. */
export function identityOf({ url, apiKeyName, apiKeyValue }: WebhookInput): string {
  const hash = createHash('sha256');
  for (const part of [url, apiKeyName ?? null, apiKeyValue ?? null])
    hash.update(part === null ? '-;' : `${Buffer.byteLength(part)}:${part};`);
  return hash.digest('hex');
}

/** The registration as given, by TAMS' names, without the key's value. */
export function registrationDocument(input: WebhookInput): JsonObject {
  return given({
    url: input.url,
    api_key_name: input.apiKeyName,
    events: input.events,
    flow_ids: input.flowIds,
    source_ids: input.sourceIds,
    flow_collected_by_ids: input.flowCollectedByIds,
    source_collected_by_ids: input.sourceCollectedByIds,
    accept_get_urls: input.acceptGetUrls,
    accept_storage_ids: input.acceptStorageIds,
    presigned: input.presigned,
    verbose_storage: input.verboseStorage,
  });
}

function given(properties: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  );
}
