import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import {
  entityPosition,
  type DeletionRequest,
  type Flow,
  type MediaObject,
  type ServiceInfo,
  type Source,
  type Webhook,
} from '../../tams/model';
import { afterArgument, Connection, firstArgument, pageRequest } from '../connections';
import type { GraphContext } from '../context';
import { FlowFilterType, SourceFilterType } from '../inputs/filters';
import { neededProperties } from '../needed-properties';
import { GraphQLUuid } from '../scalars';
import { DeletionRequestType } from '../types/deletion';
import { FlowConnectionType, FlowType } from '../types/flow';
import { MediaObjectType } from '../types/object';
import { ServiceType } from '../types/service';
import { SourceConnectionType, SourceType } from '../types/source';
import { EventLogType } from '../types/event';
import { WebhookType } from '../types/webhook';
import { FLOW_NEEDS } from './flow';

@Resolver()
export class EntityQueries {
  @Query(() => SourceType, { nullable: true, description: 'One source; null when there is none of this id.' })
  source(
    @Ctx() { loaders }: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the source.' }) id: string,
  ): Promise<Source | null> {
    return loaders.source(id);
  }

  @Query(() => SourceConnectionType, { description: 'Sources, newest first.' })
  async sources(
    @Ctx() { store }: GraphContext,
    @Arg('filter', () => SourceFilterType, {
      nullable: true,
      description: 'Only sources for which this holds.',
    })
    filter: SourceFilterType | null | undefined,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('sources', first, after);
    const sources = await store.sources.list(filter ?? {}, page);
    return Connection.ofPage(sources, page, { kind: 'sources', positionOf: entityPosition }, () =>
      store.sources.count(filter ?? {}),
    );
  }

  @Query(() => FlowType, { nullable: true, description: 'One flow; null when there is none of this id.' })
  flow(
    @Ctx() { loaders }: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the flow.' }) id: string,
  ): Promise<Flow | null> {
    return loaders.flow(id);
  }

  @Query(() => FlowConnectionType, { description: 'Flows, newest first.' })
  async flows(
    @Ctx() { store }: GraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('filter', () => FlowFilterType, { nullable: true, description: 'Only flows for which this holds.' })
    filter: FlowFilterType | null | undefined,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('flows', first, after);
    const needed = neededProperties(info, FLOW_NEEDS);
    // What type a flow has in the graph is told by its format.
    const flows = await store.flows.list(filter ?? {}, page, needed && [...needed, 'format']);
    return Connection.ofPage(flows, page, { kind: 'flows', positionOf: entityPosition }, () =>
      store.flows.count(filter ?? {}),
    );
  }

  @Query(() => MediaObjectType, {
    nullable: true,
    description: 'One media object; null unless a segment refers to it.',
  })
  object(
    @Ctx() { loaders }: GraphContext,
    @Arg('id', () => ID, { description: 'The id of the media object.' }) id: string,
  ): Promise<MediaObject | null> {
    return loaders.object(id);
  }
}

@Resolver()
export class ServiceQueries {
  @Query(() => ServiceType, { description: 'This store, and what it offers.' })
  service(@Ctx() { store }: GraphContext): Promise<ServiceInfo> {
    return store.service.get();
  }

  @Query(() => EventLogType, {
    description:
      'Cursors to begin a subscription with. Ask for it first, in the same operation as a state: what changes after the state was read then comes behind `latest`.',
  })
  eventLog(@Ctx() { store }: GraphContext): Promise<{ oldest: string; latest: string }> {
    return store.feeds.reach();
  }

  @Query(() => [WebhookType], { description: 'The registrations of who asks, in the order they were made.' })
  webhooks(@Ctx() { store, caller }: GraphContext): Promise<Webhook[]> {
    return store.webhooks.list(caller);
  }

  @Query(() => DeletionRequestType, {
    nullable: true,
    description: 'One deletion request; null when there is none of this id, or no longer.',
  })
  async deletionRequest(
    @Ctx() { store }: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the request.' }) id: string,
  ): Promise<DeletionRequest | null> {
    return (await store.deletions.byIds([id]))[0] ?? null;
  }

  @Query(() => [DeletionRequestType], {
    description: 'All deletion requests that are not yet forgotten, newest first.',
  })
  deletionRequests(@Ctx() { store }: GraphContext): Promise<DeletionRequest[]> {
    return store.deletions.list();
  }
}
