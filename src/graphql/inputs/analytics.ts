import { Field, InputType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { GraphQLTimeRange, GraphQLUuid } from '../scalars';

@InputType('SegmentScope', {
  description:
    'Which segments are looked at: all that hold what is given. A flow or a source can be named, not both.',
})
export class SegmentScopeType {
  @Field(() => GraphQLUuid, { nullable: true, description: 'Those of this flow.' })
  flowId?: string | null;

  @Field(() => GraphQLUuid, { nullable: true, description: "Those of this source's flows." })
  sourceId?: string | null;

  @Field(() => GraphQLTimeRange, { nullable: true, description: 'Those that overlap it.' })
  timerange?: TimeRange | null;
}
