import type { StoreContext, StoreParts } from './context';
import { AnalyticsService } from './analytics/analytics-service';
import { Replica } from './analytics/replica';
import type { Caller } from './access/caller';
import { viewOf, type StoreView } from './access/view';
import { AdministrationService } from './administration/administration-service';
import { PerformanceService } from './administration/performance-service';
import { DeletionRequestService } from './deletions/deletion-requests';
import { DeletionWorker } from './deletions/deletion-worker';
import { EventScopes } from './event-scopes';
import { FeedService } from './feed/feed-service';
import { LiveEdgeService } from './feed/live-edges';
import { FlowService } from './flows/flow-service';
import { Housekeeping } from './housekeeping/housekeeping';
import { ObjectService } from './objects/object-service';
import { CoverageService } from './segments/coverage-service';
import { SegmentService } from './segments/segment-service';
import { Timelines } from './segments/timelines';
import { ServiceInfoService } from './service/service-info';
import { SourceService } from './sources/source-service';
import { DeliveryWorker } from './webhooks/delivery-worker';
import { WebhookService } from './webhooks/webhook-service';

export type { StoreView } from './access/view';
export type { StoreContext, StoreParts, TamsOptions } from './context';

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
    const context: StoreContext = {
      ...parts,
      timelines: new Timelines(parts.db),
      scopes: new EventScopes(parts.db),
      deletionAccepted: () => this.deletionWorker.wake(),
      eventsGo: (through) => this.deliveryWorker.lose(through),
    };
    this.context = context;
    this.sources = new SourceService(context);
    this.flows = new FlowService(context);
    this.segments = new SegmentService(context);
    this.coverage = new CoverageService(context);
    this.objects = new ObjectService(context);
    this.service = new ServiceInfoService(context);
    this.feeds = new FeedService(context);
    this.liveEdges = new LiveEdgeService(context);
    this.deliveryWorker = new DeliveryWorker(context, context.options.delivery);
    this.webhooks = new WebhookService(context, { feeds: this.feeds, deliveries: this.deliveryWorker });
    this.deletions = new DeletionRequestService(context);
    this.deletionWorker = new DeletionWorker(context);
    this.housekeeping = new Housekeeping(context);
    this.administration = new AdministrationService(context);
    this.performance = new PerformanceService(context);
    this.replica = new Replica({ db: parts.db, log: parts.log, ...parts.analytics });
    this.analytics = new AnalyticsService(this.replica);
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
