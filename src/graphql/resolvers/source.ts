import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import {
  entityPosition,
  type FlowFilter,
  type Source,
  type SourceCollectionItem,
  type Tag,
} from '../../tams/model';
import { afterArgument, Connection, firstArgument, pageRequest } from '../connections';
import type { GraphContext } from '../context';
import { FlowFilterType } from '../inputs/filters';
import { GraphQLUuid } from '../scalars';
import { TagType } from '../types/common';
import { FlowConnectionType } from '../types/flow';
import { SourceCollectionItemType, SourceType } from '../types/source';
import { sourceOf, sourcesOf } from './related';

@Resolver(() => SourceType)
export class SourceResolver {
  @FieldResolver(() => [TagType], { description: 'By name.' })
  tags(@Root() source: Source, @Ctx() { loaders }: GraphContext): Promise<Tag[]> {
    return loaders.sourceTags(source.id);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The value of one tag; null without it.' })
  async tag(
    @Root() source: Source,
    @Ctx() { loaders }: GraphContext,
    @Arg('name', () => String, { description: 'The name of the tag.' }) name: string,
  ): Promise<string | null> {
    return (await loaders.sourceTags(source.id)).find((tag) => tag.name === name)?.value ?? null;
  }

  @FieldResolver(() => FlowConnectionType, { description: 'Its renditions, newest first.' })
  async flows(
    @Root() source: Source,
    @Ctx() { loaders }: GraphContext,
    @Arg('filter', () => FlowFilterType, { nullable: true, description: 'Only flows for which this holds.' })
    filter: FlowFilterType | null | undefined,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const conditions: FlowFilter = filter ?? {};
    const page = pageRequest('flows', first, after);
    const flows = await loaders.flowsOfSource(source.id, conditions, page);
    return Connection.ofPage(flows, page, { kind: 'flows', positionOf: entityPosition }, () =>
      loaders.flowCountOfSource(source.id, conditions),
    );
  }

  @FieldResolver(() => [SourceCollectionItemType], {
    description: 'The sources that are part of this one, as its flows tell.',
  })
  sourceCollection(
    @Root() source: Source,
    @Ctx() { loaders }: GraphContext,
  ): Promise<SourceCollectionItem[]> {
    return loaders.sourceCollection(source.id);
  }

  @FieldResolver(() => [SourceType], { description: 'The sources that this one is part of.' })
  async collectedBy(@Root() source: Source, @Ctx() context: GraphContext): Promise<Source[]> {
    return sourcesOf(await context.loaders.sourceCollectors(source.id), context);
  }
}

@Resolver(() => SourceCollectionItemType)
export class SourceCollectionItemResolver {
  @FieldResolver(() => GraphQLUuid, { description: 'The id of the member.' })
  sourceId(@Root() item: SourceCollectionItem): string {
    return item.id;
  }

  @FieldResolver(() => SourceType, { description: 'The member.' })
  source(@Root() item: SourceCollectionItem, @Ctx() context: GraphContext): Promise<Source> {
    return sourceOf(item.id, context);
  }
}
