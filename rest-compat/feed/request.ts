import { ALL_EVENTS, type EventFilter } from '../../src/tams/feed/event-filter';
import type { MessageOptions } from '../../src/tams/feed/event-messages';
import type { FeedStart } from '../../src/tams/feed/feed-service';
import { isUuid } from '../../src/tams/validation/ids';
import { EVENT_TYPES } from '../../src/tams/webhooks/registration';
import type { OperationSpec } from '../layer/operation';
import { invalid, QueryReader } from '../layer/query';
import { readDateTime } from './date-time';

/** What a client asks of the feed. */
export interface FeedRequest {
  readonly start: FeedStart;
  readonly filter: EventFilter;
  readonly messages: MessageOptions;
  /** Milliseconds that a poll may wait for a first event. */
  readonly waitMs: number;
  /** Events of one poll, at most. */
  readonly limit: number;
  /** The query as it came, for links. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** As if a contract had it: reads are those of the strict layer, so unknown parameters are ignored (H18 to H21). */
const OPERATION = {
  method: 'GET',
  path: '/events',
  ids: [],
  query: {
    after: 'string',
    since: 'string',
    types: 'string',
    flow_id: 'string',
    source_id: 'string',
    accept_get_urls: 'string',
    accept_storage_ids: 'string',
    presigned: 'boolean',
    verbose_storage: 'boolean',
    wait: 'integer',
    limit: 'integer',
  },
  validateQuery: null,
  body: null,
} as const satisfies OperationSpec;

interface Values {
  readonly after?: string;
  readonly since?: string;
  readonly types?: string;
  readonly flow_id?: string;
  readonly source_id?: string;
  readonly accept_get_urls?: string;
  readonly accept_storage_ids?: string;
  readonly presigned?: boolean;
  readonly verbose_storage?: boolean;
  readonly wait?: number;
  readonly limit?: number;
}

const reader = new QueryReader(OPERATION, false);

const MAX_WAIT_S = 60;
const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 100;

/** @throws RestError 400 that names the parameter */
export function readFeedRequest(query: string): FeedRequest {
  const { values, pairs } = reader.read(query);
  const given = values as Values;
  return {
    start: startOf(given),
    filter: {
      ...ALL_EVENTS,
      types: given.types === undefined ? null : typesOf(given.types),
      flowIds: idsOf('flow_id', given.flow_id),
      sourceIds: idsOf('source_id', given.source_id),
    },
    messages: messagesOf(given),
    waitMs: within('wait', given.wait ?? 0, 0, MAX_WAIT_S) * 1000,
    limit: within('limit', given.limit ?? DEFAULT_LIMIT, 1, MAX_LIMIT),
    pairs,
  };
}

function startOf({ after, since }: Values): FeedStart {
  if (since === undefined) return after === undefined ? {} : { after };
  if (after !== undefined) throw invalid('since', 'cannot be given together with after');
  const time = readDateTime(since);
  if (time === null)
    throw invalid(
      'since',
      'must be an RFC 3339 date-time such as 2026-01-31T09:30:00Z (a plus is sent as %2B)',
    );
  return { since: time };
}

function typesOf(text: string): readonly string[] {
  const types = text.split(',');
  const known: readonly string[] = EVENT_TYPES;
  if (!types.every((type) => known.includes(type)))
    throw invalid('types', `must be a comma list of events, which are ${EVENT_TYPES.join(', ')}`);
  return types;
}

/** An empty list is refused: it would let nothing through, which nobody asks for. */
function idsOf(name: string, text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const ids = text.split(',');
  if (!ids.every(isUuid)) throw invalid(name, 'must be a comma list of TAMS ids');
  return ids;
}

/** With the meaning that the segments listing gives them, empty values included (SEMANTICS 14, G5). */
function messagesOf(given: Values): MessageOptions {
  const { accept_get_urls: labels, accept_storage_ids: storageIds } = given;
  return {
    labels: labels === undefined ? null : labelsOf(labels),
    storageIds: storageIds === '' ? [] : idsOf('accept_storage_ids', storageIds),
    presigned: given.presigned ?? null,
    verboseStorage: given.verbose_storage ?? false,
  };
}

function labelsOf(text: string): readonly string[] {
  if (text === '') return [];
  const labels = text.split(',');
  if (labels.includes('')) throw invalid('accept_get_urls', 'must be a comma list of labels');
  return labels;
}

function within(name: string, value: number, low: number, high: number): number {
  if (value < low || value > high) throw invalid(name, `must be from ${low} to ${high}`);
  return value;
}
