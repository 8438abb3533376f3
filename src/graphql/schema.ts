import 'reflect-metadata';
import { isInterfaceType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { Flow } from '../tams/model';
import { bindResolversDirectly } from './direct-resolvers';
import { AccessMutations, AccessResolver } from './resolvers/access';
import { AdministrationResolver, StoredTableResolver } from './resolvers/administration';
import { AnalyticsResolver } from './resolvers/analytics';
import { AdministrationStatisticsResolver, ColumnStatisticsResolver } from './resolvers/column-statistics';
import { RationalResolver } from './resolvers/common';
import { CoverageResolver, FlowCoverageResolver, SourceCoverageResolver } from './resolvers/coverage';
import { DeletedResolver, RestoreMutations } from './resolvers/deleted';
import {
  AudioFlowResolver,
  DataFlowResolver,
  ImageFlowResolver,
  VideoFlowResolver,
} from './resolvers/essence';
import { EndpointsResolver } from './resolvers/endpoints';
import { FlowMutations } from './resolvers/flow-mutations';
import { FlowCollectionItemResolver, FlowResolver } from './resolvers/flow';
import {
  FlowEventResolver,
  SegmentEventResolver,
  SourceEventResolver,
  type EventView,
} from './resolvers/event';
import {
  FlowLiveEdgeEventResolver,
  FlowLiveEdgeResolver,
  LiveEdgeResolver,
  SourceLiveEdgeResolver,
} from './resolvers/live-edge';
import { MediaMutations } from './resolvers/media-mutations';
import { MediaObjectResolver } from './resolvers/object';
import { AdministrationPerformanceResolver, PerformanceResolver } from './resolvers/performance';
import { EntityQueries, ServiceQueries } from './resolvers/queries';
import { FlowSegmentsResolver, SegmentResolver } from './resolvers/segment';
import { ServiceMutations } from './resolvers/service-mutations';
import { SegmentSeriesResolver } from './resolvers/segment-series';
import { SourceCollectionItemResolver, SourceResolver } from './resolvers/source';
import { FeedSubscriptions, LiveEdgeSubscriptions } from './resolvers/subscriptions';
import { EVENT_TYPE_NAMES, EVENT_TYPES } from './types/event';
import { WebhookResolver } from './resolvers/webhook';
import { FLOW_TYPE_NAMES, FLOW_TYPES } from './types/flow';

const RESOLVERS = [
  EntityQueries,
  ServiceQueries,
  FlowMutations,
  MediaMutations,
  ServiceMutations,
  SourceResolver,
  SourceCollectionItemResolver,
  SourceCoverageResolver,
  FlowResolver,
  FlowCollectionItemResolver,
  FlowSegmentsResolver,
  FlowCoverageResolver,
  VideoFlowResolver,
  AudioFlowResolver,
  ImageFlowResolver,
  DataFlowResolver,
  SegmentResolver,
  CoverageResolver,
  MediaObjectResolver,
  WebhookResolver,
  RationalResolver,
  FlowLiveEdgeResolver,
  SourceLiveEdgeResolver,
  LiveEdgeResolver,
  FlowLiveEdgeEventResolver,
  FlowEventResolver,
  SourceEventResolver,
  SegmentEventResolver,
  FeedSubscriptions,
  LiveEdgeSubscriptions,
  AdministrationResolver,
  DeletedResolver,
  RestoreMutations,
  AdministrationPerformanceResolver,
  PerformanceResolver,
  AdministrationStatisticsResolver,
  ColumnStatisticsResolver,
  StoredTableResolver,
  AnalyticsResolver,
  SegmentSeriesResolver,
  EndpointsResolver,
  AccessResolver,
  AccessMutations,
] as const;

let built: GraphQLSchema | null = null;

/** The executable schema. Built once for each process: type-graphql keeps its metadata globally. */
export function graphSchema(): GraphQLSchema {
  return (built ??= buildGraphSchema());
}

function buildGraphSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: RESOLVERS,
    orphanedTypes: [...FLOW_TYPES, ...EVENT_TYPES],
    validate: false,
    pubSub: NO_PUB_SUB,
  });
  describeRoots(schema);
  resolveTypesAtOnce(schema);
  bindResolversDirectly(schema);
  return schema;
}

/** type-graphql asks for one although no subscription uses it: ours read the event log. */
const NO_PUB_SUB = {
  subscribe: (): never => {
    throw new Error('There is nothing to subscribe to but the event log');
  },
  publish: (): never => {
    throw new Error('Events are written by the domain');
  },
};

/** type-graphql would answer with a promise for each flow. */
function resolveTypesAtOnce(schema: GraphQLSchema): void {
  const flow = schema.getType('Flow');
  const event = schema.getType('Event');
  if (isInterfaceType(flow)) flow.resolveType = ({ format }: Flow) => FLOW_TYPE_NAMES[format];
  if (isInterfaceType(event)) event.resolveType = ({ type }: EventView) => EVENT_TYPE_NAMES[type];
}

/** type-graphql makes the root types itself, without descriptions. */
function describeRoots(schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  const mutation = schema.getMutationType();
  const subscription = schema.getSubscriptionType();
  if (query) query.description = 'What can be read.';
  if (mutation)
    mutation.description =
      'What can be changed. The fields of one operation run one after the other, each on its own.';
  if (subscription)
    subscription.description =
      'What can be followed, by WebSocket (graphql-transport-ws) or Server-Sent Events. Nothing is lost across a disconnect: pass the last cursor as `after`.';
}

/** The contract that `schema/schema.graphql` holds: sorted, so that the file changes only when the schema does. */
export function printGraphSchema(): string {
  return `${printSchema(lexicographicSortSchema(graphSchema()))}\n`;
}
