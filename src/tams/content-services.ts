import { AnalyticsService } from './analytics/analytics-service';
import type { StoreContext } from './context';
import { DeletionRequestService } from './deletions/deletion-requests';
import { FeedService } from './feed/feed-service';
import { LiveEdgeService } from './feed/live-edges';
import { FlowService } from './flows/flow-service';
import { ObjectService } from './objects/object-service';
import { CoverageService } from './segments/coverage-service';
import { SegmentService } from './segments/segment-service';
import { SourceService } from './sources/source-service';

/** The services that tell of sources and flows: of those that the context's `sight` shows. Cheap to make. */
export function contentServices(context: StoreContext) {
  return {
    sources: new SourceService(context),
    flows: new FlowService(context),
    segments: new SegmentService(context),
    coverage: new CoverageService(context),
    objects: new ObjectService(context),
    feeds: new FeedService(context),
    liveEdges: new LiveEdgeService(context),
    deletions: new DeletionRequestService(context),
    analytics: new AnalyticsService(context),
  };
}
