import type { EventLog } from '../events/event-log';
import type { EventRetention } from '../events/retention';
import type { MediaStores } from '../media/store';
import type { VastDatabase } from '../vast/database';
import type { EndpointsEngine } from '../vast/endpoints/endpoints-engine';
import type { Sight } from './access/sight';
import type { RefusalListener } from './access/view';
import type { ExportPlaces } from './analytics/export-places';
import type { Replica } from './analytics/replica';
import type { EventScopes } from './event-scopes';
import type { Instant, Source, Tag } from './model';
import type { KeptAnswers } from './kept-answers';
import type { ListedPage } from './segments/kept-documents';
import type { SegmentPage } from './segments/kept-pages';
import type { Timelines } from './segments/timelines';
import type { DeliveryOptions } from './webhooks/delivery-options';

/** What an operator may choose about the domain. */
export interface TamsOptions {
  /** How long deleted flows, segments and the media only they name can be restored. */
  readonly softDeleteRetentionMs: number;
  /** How long a media object outlives its last reference (ST11). */
  readonly objectGraceMs: number;
  /** How long an allocated media object may stay unused (life of a media object). */
  readonly allocationLifeMs: number;
  /** A deletion of more segments than this becomes a deletion request (DL1). */
  readonly deleteAsyncAbove: number;
  /** How far back the event log reaches. */
  readonly eventRetention: EventRetention;
  readonly serviceVersion: string;
  /** Literal addresses or CIDR blocks that webhooks may reach although they are not public (W6). */
  readonly allowedWebhookAddresses?: readonly string[];
  /** How webhooks are delivered, where it differs from what is usual. */
  readonly delivery?: Partial<DeliveryOptions>;
}

/** Deleted things can be restored, and events read again, for a week; the others are those of SEMANTICS (12.3, DL1). */
export const DEFAULT_OPTIONS: TamsOptions = {
  softDeleteRetentionMs: 7 * 86_400_000,
  objectGraceMs: 300_000,
  allocationLifeMs: 86_400_000,
  deleteAsyncAbove: 10_000,
  eventRetention: { maxAgeMs: 7 * 86_400_000, maxCount: 10_000_000 },
  serviceVersion: 'unknown',
};

/** What a domain is opened over. */
export interface StoreParts {
  readonly db: VastDatabase;
  /** The log of that database. */
  readonly log: EventLog;
  readonly media: MediaStores;
  /** What answers the heavier reads of `db`, where endpoints are configured. */
  readonly endpoints?: Pick<EndpointsEngine, 'report'> | null;
  readonly options: TamsOptions;
  readonly analytics: AnalyticsParts;
  /** The clock; tests set it. */
  readonly now: () => Instant;
  /** Hears of what callers were refused. */
  readonly onRefusal?: RefusalListener;
  /** Runs a piece of the store's own work, which it may trace; left out: just runs it. */
  readonly job?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** What analytics stand on, besides the store. */
export interface AnalyticsParts {
  /** A folder of their own, which is made when they are first asked for. What is in it can be made anew. */
  readonly folder: string;
  /** Hears when the columnar copy is thrown away, and why, and when it could not go on. */
  readonly notice: (facts: object, message: string) => void;
}

/** What every service of the domain stands on. */
export interface StoreContext extends StoreParts {
  /** What the callers of its services see; null: everything. */
  readonly sight: Sight | null;
  readonly replica: Replica;
  readonly exports: ExportPlaces;
  readonly timelines: Timelines;
  /** Documents of flows, as everybody sees them who sees everything. */
  readonly flowDocuments: KeptAnswers<string>;
  readonly listedPages: KeptAnswers<ListedPage>;
  readonly segmentPages: KeptAnswers<SegmentPage>;
  readonly keptSources: KeptAnswers<Source>;
  readonly keptTags: KeptAnswers<Tag[]>;
  readonly scopes: EventScopes;
  /** To be called when a deletion request has been accepted: its work may begin. */
  readonly deletionAccepted: () => void;
  /** To be awaited before the log loses the events up to this sequence: who has not got them yet counts what is missed. */
  readonly eventsGo: (through: number) => Promise<void>;
}
