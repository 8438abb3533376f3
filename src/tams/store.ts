import type { StoreContext, StoreParts } from './context';
import type { AnalyticsService } from './analytics/analytics-service';
import { ExportPlaces } from './analytics/export-places';
import { Replica } from './analytics/replica';
import type { Caller } from './access/caller';
import { viewOf, type StoreView } from './access/view';
import { AdministrationService } from './administration/administration-service';
import { PerformanceService } from './administration/performance-service';
import { contentServices } from './content-services';
import type { DeletionRequestService } from './deletions/deletion-requests';
import { DeletionWorker } from './deletions/deletion-worker';
import { EventScopes } from './event-scopes';
import type { FeedService } from './feed/feed-service';
import type { LiveEdgeService } from './feed/live-edges';
import type { FlowService } from './flows/flow-service';
import { Housekeeping } from './housekeeping/housekeeping';
import { KeptAnswers } from './kept-answers';
import type { Tag } from './model';
import type { ObjectService } from './objects/object-service';
import type { CoverageService } from './segments/coverage-service';
import type { SegmentService } from './segments/segment-service';
import { sizeOfPage } from './segments/kept-documents';
import { sizeOfSegments } from './segments/kept-pages';
import { Timelines } from './segments/timelines';
import { ServiceInfoService } from './service/service-info';
import { sizeOfSource } from './sources/read';
import type { SourceService } from './sources/source-service';
import { sizeOfTags } from './tags';
import { DeliveryWorker } from './webhooks/delivery-worker';
import { WebhookService } from './webhooks/webhook-service';

export type { StoreView } from './access/view';
export type { StoreContext, StoreParts, TamsOptions } from './context';

/** What is kept in memory of what clients ask for again and again, in characters: of each kind of pages, of each other kind. */
const KEPT_PAGES = 16 * 1024 * 1024;
const KEPT_OTHERS = 4 * 1024 * 1024;

/** The domain: everything that can be asked of a TAMS store. Surfaces ask for their callers, through `as`. */
export class TamsStore {
  readonly sources: SourceService;
  readonly flows: FlowService;
  readonly segments: SegmentService;
  readonly coverage: CoverageService;
  readonly objects: ObjectService;
  readonly service: ServiceInfoService;
  readonly webhooks: WebhookService;
  readonly feeds: FeedService;
  readonly liveEdges: LiveEdgeService;
  readonly deletions: DeletionRequestService;
  readonly deletionWorker: DeletionWorker;
  readonly deliveryWorker: DeliveryWorker;
  readonly housekeeping: Housekeeping;
  readonly administration: AdministrationService;
  readonly performance: PerformanceService;
  /** What analytics are computed over: to be closed before the database. */
  readonly replica: Replica;
  readonly analytics: AnalyticsService;

  readonly context: StoreContext;

  private constructor(parts: StoreParts) {
    this.replica = new Replica({ db: parts.db, log: parts.log, ...parts.analytics });
    const context: StoreContext = {
      ...parts,
      sight: null,
      replica: this.replica,
      exports: new ExportPlaces(),
      timelines: new Timelines(parts.db),
      flowDocuments: new KeptAnswers(parts.db, KEPT_OTHERS, ({ length }) => length),
      listedPages: new KeptAnswers(parts.db, KEPT_PAGES, sizeOfPage),
      segmentPages: new KeptAnswers(parts.db, KEPT_PAGES, sizeOfSegments),
      keptSources: new KeptAnswers(parts.db, KEPT_OTHERS, sizeOfSource),
      keptTags: new KeptAnswers<Tag[]>(parts.db, KEPT_OTHERS, sizeOfTags),
      scopes: new EventScopes(parts.db),
      deletionAccepted: () => this.deletionWorker.wake(),
      eventsGo: (through) => this.deliveryWorker.lose(through),
    };
    this.context = context;
    const content = contentServices(context);
    this.sources = content.sources;
    this.flows = content.flows;
    this.segments = content.segments;
    this.coverage = content.coverage;
    this.objects = content.objects;
    this.feeds = content.feeds;
    this.liveEdges = content.liveEdges;
    this.deletions = content.deletions;
    this.analytics = content.analytics;
    this.service = new ServiceInfoService(context);
    this.deliveryWorker = new DeliveryWorker(context, context.options.delivery);
    this.webhooks = new WebhookService(context, { feeds: this.feeds, deliveries: this.deliveryWorker });
    this.deletionWorker = new DeletionWorker(context);
    this.housekeeping = new Housekeeping(context);
    this.administration = new AdministrationService(context);
    this.performance = new PerformanceService(context);
  }

  /** The store as this caller may use it. */
  as(caller: Caller): StoreView {
    return viewOf(this, caller, this.context.onRefusal ?? ignore);
  }

  /**
   * The services over an open database, which must have the tables of `MODEL_TABLES` and of the event log.
   * @throws Error when the options make no sense
   */
  static open(parts: StoreParts): TamsStore {
    return new TamsStore(parts);
  }
}

const ignore = (): void => undefined;
