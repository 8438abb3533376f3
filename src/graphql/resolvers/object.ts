import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { objectSegmentPosition, type Flow, type MediaObject } from '../../tams/model';
import { afterArgument, Connection, firstArgument, MAX_FIRST, pageRequest } from '../connections';
import type { GraphContext } from '../context';
import { FlowConnectionType, FlowType } from '../types/flow';
import { MediaObjectType } from '../types/object';
import { SegmentConnectionType } from '../types/segment';
import { flowsOf } from './related';

@Resolver(() => MediaObjectType)
export class MediaObjectResolver {
  @FieldResolver(() => FlowConnectionType, { description: 'The flows that refer to it, each once, by id.' })
  async referencedByFlows(
    @Root() object: MediaObject,
    @Ctx() context: GraphContext,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('objectFlows', first, after);
    const { items, hasNext } = await context.loaders.objectFlows(object.id, page);
    return Connection.ofPage<Flow>(
      { items: await flowsOf(items, context), hasNext },
      page,
      { kind: 'objectFlows', positionOf: (flow) => [flow.id] },
      () => countFlowsOf(object.id, context),
    );
  }

  @FieldResolver(() => FlowType, {
    nullable: true,
    description: 'The flow that it was first registered for; null when that is gone.',
  })
  firstReferencedByFlow(
    @Root() object: MediaObject,
    @Ctx() { loaders }: GraphContext,
  ): Promise<Flow | null> | null {
    return object.firstReferencedByFlow === null ? null : loaders.flow(object.firstReferencedByFlow);
  }

  @FieldResolver(() => SegmentConnectionType, {
    description: 'The segments that refer to it, by flow and then by start.',
  })
  async segments(
    @Root() object: MediaObject,
    @Ctx() { loaders }: GraphContext,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('objectSegments', first, after);
    const segments = await loaders.objectSegments(object.id, page);
    return Connection.ofPage(segments, page, { kind: 'objectSegments', positionOf: objectSegmentPosition });
  }
}

async function countFlowsOf(objectId: string, { loaders }: GraphContext): Promise<number> {
  let count = 0;
  let after: string[] | null = null;
  for (;;) {
    const { items, hasNext } = await loaders.objectFlows(objectId, { first: MAX_FIRST, after });
    count += items.length;
    const last = items.at(-1);
    if (!hasNext || last === undefined) return count;
    after = [last];
  }
}
