import { Field, ObjectType } from 'type-graphql';
import type { Timestamp } from '../../tams/time/timestamp';
import { GraphQLDateTime, GraphQLTimestamp, GraphQLUuid } from '../scalars';

@ObjectType('LiveEdge', { description: 'How far a timeline has come.', simpleResolvers: true })
export class LiveEdgeType {
  @Field(() => GraphQLTimestamp, { description: 'Where its last segment ends.' })
  end!: Timestamp;

  @Field(() => GraphQLDateTime, { description: 'When that segment was committed.' })
  committed!: number;

  @Field(() => Boolean, { description: 'Whether a segment was committed within the window asked for.' })
  live!: boolean;
}

@ObjectType('FlowLiveEdge', { description: "A flow's live edge as it is now.", simpleResolvers: true })
export class FlowLiveEdgeType {
  @Field(() => GraphQLUuid, { description: 'The id of the flow.' })
  flowId!: string;

  @Field(() => LiveEdgeType, { nullable: true, description: 'Null while it has no segments, or is gone.' })
  edge!: LiveEdgeType | null;
}
