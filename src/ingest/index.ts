/** What the command line and the demo use of the ingest. */
export { IngestError, type IngestFailure } from './errors';
export { GatewayClient, GatewayRefusal } from './gateway-client';
export { ingestHls, type FlowSummary, type IngestOptions, type IngestSummary } from './ingest-hls';
export { loopLive, type LoopLiveOptions, type LoopLiveSummary } from './loop-live';
export { progressOn, type Progress } from './progress';
export { SAMPLE_SEED, samplePlaylist } from './sample';
