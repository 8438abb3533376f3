/** What the command line and the demo use of the clients. */
export { IngestError, type IngestFailure } from './errors';
export { CursorExpired } from './feed-failures';
export {
  eventFeed,
  segmentFeed,
  type EventFilter,
  type EventMessage,
  type Feed,
  type FeedMessage,
  type FeedStart,
  type SegmentFilter,
  type SegmentMessage,
} from './feeds';
export { follow, type FollowOptions } from './follow';
export { GatewayClient, GatewayRefusal } from './gateway-client';
export { ingestHls, type FlowSummary, type IngestOptions, type IngestSummary } from './ingest-hls';
export { loopLive, type LoopLiveOptions, type LoopLiveSummary } from './loop-live';
export { progressOn, type Progress } from './progress';
export { SAMPLE_SEED, samplePlaylist } from './sample';
