import DataLoader from 'dataloader';
import type {
  CollectionItem,
  Coverage,
  Flow,
  FlowFilter,
  GetUrl,
  LiveEdge,
  MediaObject,
  Page,
  PageRequest,
  PartOfSegment,
  Segment,
  SegmentQuery,
  Source,
  SourceCollectionItem,
  Tag,
  UrlFilter,
  Uuid,
  WebhookDelivery,
} from '../tams/model';
import type { StoreView } from '../tams/store';
import type { TimeRange } from '../tams/time/timerange';
import { formatTimestamp, type Timestamp } from '../tams/time/timestamp';

/** Hears of one call to the domain for a relation of so many parents: on the path of a request, so it is to be fast. */
export type BatchObserver = (relation: string, keys: number) => void;

/** Keys that one storage read is asked for at most. */
const MAX_BATCH = 1000;

/**
 * Batches what the fields of one request ask for: one call to the domain for each relation and set of arguments,
 * whatever the number of parents. Nothing outlives the request.
 */
export class Loaders {
  /** Hears of each batch. */
  observer: BatchObserver | null = null;
  private readonly made = new Map<string, unknown>();

  constructor(private readonly store: StoreView) {}

  /** Forgets everything, so that what is selected behind a change is read anew. */
  clear(): void {
    this.made.clear();
  }

  source(id: Uuid): Promise<Source | null> {
    return this.of<Uuid, Source | null>('source', (ids) => this.store.sources.byIds(ids)).load(id);
  }

  sourceTags(id: Uuid): Promise<Tag[]> {
    return this.of<Uuid, Tag[]>('sourceTags', (ids) => this.store.sources.tagsOf(ids)).load(id);
  }

  sourceCollection(id: Uuid): Promise<SourceCollectionItem[]> {
    return this.of<Uuid, SourceCollectionItem[]>('sourceCollection', (ids) =>
      this.store.sources.collectionsOf(ids),
    ).load(id);
  }

  sourceCollectors(id: Uuid): Promise<Uuid[]> {
    return this.of<Uuid, Uuid[]>('sourceCollectors', (ids) => this.store.sources.collectorsOf(ids)).load(id);
  }

  flow(id: Uuid): Promise<Flow | null> {
    return this.of<Uuid, Flow | null>('flow', (ids) => this.store.flows.byIds(ids)).load(id);
  }

  flowTags(id: Uuid): Promise<Tag[]> {
    return this.of<Uuid, Tag[]>('flowTags', (ids) => this.store.flows.tagsOf(ids)).load(id);
  }

  flowCollection(id: Uuid): Promise<CollectionItem[]> {
    return this.of<Uuid, CollectionItem[]>('flowCollection', (ids) =>
      this.store.flows.collectionsOf(ids),
    ).load(id);
  }

  flowCollectors(id: Uuid): Promise<Uuid[]> {
    return this.of<Uuid, Uuid[]>('flowCollectors', (ids) => this.store.flows.collectorsOf(ids)).load(id);
  }

  flowsOfSource(id: Uuid, filter: FlowFilter, page: PageRequest): Promise<Page<Flow>> {
    const name = `flowsOfSource ${JSON.stringify([filter, page])}`;
    return this.of<Uuid, Page<Flow>>(name, (ids) => this.store.flows.listOfSources(ids, filter, page)).load(
      id,
    );
  }

  flowCountOfSource(id: Uuid, filter: FlowFilter): Promise<number> {
    const name = `flowCountOfSource ${JSON.stringify(filter)}`;
    return this.of<Uuid, number>(name, (ids) => this.store.flows.countOfSources(ids, filter)).load(id);
  }

  flowTimerange(id: Uuid, within: TimeRange): Promise<TimeRange> {
    const name = `flowTimerange ${rangeKey(within)}`;
    return this.of<Uuid, TimeRange>(name, (ids) => this.store.segments.timerangesOf(ids, within)).load(id);
  }

  flowCoverage(id: Uuid, within: TimeRange, tolerance: bigint): Promise<Coverage> {
    const name = `flowCoverage ${rangeKey(within)} ${tolerance}`;
    return this.of<Uuid, Coverage>(name, (ids) => this.store.coverage.ofFlows(ids, within, tolerance)).load(
      id,
    );
  }

  sourceCoverage(id: Uuid, within: TimeRange, tolerance: bigint): Promise<Coverage> {
    const name = `sourceCoverage ${rangeKey(within)} ${tolerance}`;
    return this.of<Uuid, Coverage>(name, (ids) => this.store.coverage.ofSources(ids, within, tolerance)).load(
      id,
    );
  }

  flowLiveEdge(id: Uuid, windowMs: number): Promise<LiveEdge | null> {
    const name = `flowLiveEdge ${windowMs}`;
    return this.of<Uuid, LiveEdge | null>(name, (ids) => this.store.liveEdges.ofFlows(ids, windowMs)).load(
      id,
    );
  }

  sourceLiveEdge(id: Uuid, windowMs: number): Promise<LiveEdge | null> {
    const name = `sourceLiveEdge ${windowMs}`;
    return this.of<Uuid, LiveEdge | null>(name, (ids) => this.store.liveEdges.ofSources(ids, windowMs)).load(
      id,
    );
  }

  /** @param properties those that the segments are asked for; undefined for all */
  segments(
    flowId: Uuid,
    query: SegmentQuery,
    page: PageRequest,
    properties: readonly (keyof Segment)[] | undefined,
  ): Promise<Page<PartOfSegment<never>>> {
    const name = `segments ${rangeKey(query.timerange)} ${JSON.stringify([query.objectId, query.reverse, page, properties])}`;
    return this.of<Uuid, Page<PartOfSegment<never>>>(name, (ids) =>
      this.store.segments.ofFlows(ids, query, page, properties),
    ).load(flowId);
  }

  segmentAt(flowId: Uuid, timestamp: Timestamp): Promise<Segment | null> {
    const name = `segmentAt ${formatTimestamp(timestamp)}`;
    return this.of<Uuid, Segment | null>(name, (ids) => this.store.segments.at(ids, timestamp)).load(flowId);
  }

  webhookDelivery(id: Uuid): Promise<WebhookDelivery> {
    return this.of<Uuid, WebhookDelivery>('webhookDelivery', (ids) =>
      this.store.webhooks.deliveriesOf(ids),
    ).load(id);
  }

  /** Signs the URLs of all segments of an answer at once, and only those that are selected. */
  getUrls(segment: Segment, filter: UrlFilter): Promise<GetUrl[]> {
    const name = `getUrls ${JSON.stringify(filter)}`;
    return this.of<Segment, GetUrl[]>(name, (segments) => this.store.segments.urlsOf(segments, filter)).load(
      segment,
    );
  }

  object(id: string): Promise<MediaObject | null> {
    return this.of<string, MediaObject | null>('object', (ids) => this.store.objects.byIds(ids)).load(id);
  }

  objectFlows(id: string, page: PageRequest): Promise<Page<Uuid>> {
    const name = `objectFlows ${JSON.stringify(page)}`;
    return this.of<string, Page<Uuid>>(name, (ids) => this.store.objects.flowsOf(ids, page)).load(id);
  }

  objectSegments(id: string, page: PageRequest): Promise<Page<Segment>> {
    const name = `objectSegments ${JSON.stringify(page)}`;
    return this.of<string, Page<Segment>>(name, (ids) => this.store.segments.ofObjects(ids, page)).load(id);
  }

  private of<K, V>(name: string, batch: (keys: readonly K[]) => Promise<readonly V[]>): DataLoader<K, V> {
    let loader = this.made.get(name) as DataLoader<K, V> | undefined;
    if (!loader) {
      // A refusal is thrown at once, which the library would take for a fault of the function.
      const asked = async (keys: readonly K[]): Promise<readonly V[]> => {
        this.observer?.(relationOf(name), keys.length);
        return await batch(keys);
      };
      loader = new DataLoader<K, V>(asked, { maxBatchSize: MAX_BATCH });
      this.made.set(name, loader);
    }
    return loader;
  }
}

/** Names of loaders are those of relations, with the arguments behind a space. */
const relationOf = (name: string): string => name.split(' ', 1)[0]!;

const rangeKey = ({ lo, hi }: TimeRange) => `${lo} ${hi}`;
