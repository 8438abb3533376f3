import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { DeletionOutcome, Flow, Source } from '../../tams/model';
import type { GraphContext } from '../context';
import { FlowInputType, FlowPatchType, SourcePatchType } from '../inputs/flow';
import { flowInputOf, flowPatchOf, sourcePatchOf } from '../inputs/flow-mapping';
import { GraphQLUuid } from '../scalars';
import { DeletePayloadType } from '../types/deletion';
import { PutFlowPayloadType } from '../types/flow-payload';
import { FlowType } from '../types/flow';
import { SourceType } from '../types/source';
import { written } from './written';

const flowIdArgument = { description: 'The id of the flow.' } as const;

@Resolver()
export class FlowMutations {
  @Mutation(() => PutFlowPayloadType, {
    description:
      'Creates a flow, and its source when that is new, or replaces the flow of this id as a whole.',
  })
  putFlow(
    @Ctx() context: GraphContext,
    @Arg('input', () => FlowInputType, { description: 'The whole flow.' }) input: FlowInputType,
  ): Promise<{ flow: Flow; created: boolean }> {
    return written(context, context.store.flows.put(context.caller, flowInputOf(input)));
  }

  @Mutation(() => FlowType, {
    description:
      'Changes only what the patch names; null clears. On a read-only flow only `readOnly` can be changed.',
  })
  async updateFlow(
    @Ctx() context: GraphContext,
    @Arg('id', () => GraphQLUuid, flowIdArgument) id: string,
    @Arg('patch', () => FlowPatchType, { description: 'What to change.' }) patch: FlowPatchType,
  ): Promise<Flow> {
    // The format never changes, so the flow that is read here and the one that is written agree on it.
    const format = await context.store.flows.formatOf(id);
    return written(context, context.store.flows.update(context.caller, id, flowPatchOf(patch, format)));
  }

  @Mutation(() => SourceType, { description: 'Changes only what the patch names; null clears.' })
  updateSource(
    @Ctx() context: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the source.' }) id: string,
    @Arg('patch', () => SourcePatchType, { description: 'What to change.' }) patch: SourcePatchType,
  ): Promise<Source> {
    return written(context, context.store.sources.update(context.caller, id, sourcePatchOf(patch)));
  }

  @Mutation(() => DeletePayloadType, {
    description: 'Deletes a flow with its segments, and its source when this was its last flow.',
  })
  async deleteFlow(@Ctx() context: GraphContext, @Arg('id', () => GraphQLUuid, flowIdArgument) id: string) {
    return deletePayload(await written(context, context.store.flows.delete(context.caller, id)));
  }

  @Mutation(() => FlowType, {
    description: 'Brings a deleted flow back with the segments that went with it, while they are still kept.',
  })
  restoreFlow(
    @Ctx() context: GraphContext,
    @Arg('id', () => GraphQLUuid, flowIdArgument) id: string,
  ): Promise<Flow> {
    return written(context, context.store.flows.restore(context.caller, id));
  }
}

/** What `DeletePayload` shows of a deletion. */
export function deletePayload({ segmentsDeleted, flowDeleted, request }: DeletionOutcome) {
  return { deleted: flowDeleted || segmentsDeleted > 0 || request !== null, segmentsDeleted, request };
}
