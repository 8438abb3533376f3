import { Field, ObjectType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { GraphQLDateTime, GraphQLSafeInt, GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { ErrorReportType } from './common';
import { DeletionStatusEnum } from './enums';

@ObjectType('DeletionRequest', {
  description: 'A deletion too large to be done within its request: how far it has come.',
  simpleResolvers: true,
})
export class DeletionRequestType {
  @Field(() => GraphQLUuid, { description: 'Made by the store.' })
  id!: string;

  @Field(() => GraphQLUuid, { description: 'The flow it concerns, which may be gone.' })
  flowId!: string;

  @Field(() => GraphQLTimeRange, { description: 'What is to be deleted.' })
  timerangeToDelete!: TimeRange;

  @Field(() => GraphQLTimeRange, { description: 'What is still to be deleted; `()` when done.' })
  timerangeRemaining!: TimeRange;

  @Field(() => Boolean, { description: 'The flow itself is deleted too.' })
  deleteFlow!: boolean;

  @Field(() => DeletionStatusEnum, { description: 'How far it has come.' })
  status!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was accepted.' })
  created!: number;

  @Field(() => String, { nullable: true, description: 'Who asked for it.' })
  createdBy!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When its state last changed.' })
  updated!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When this record is forgotten.' })
  expiry!: number | null;

  @Field(() => ErrorReportType, { nullable: true, description: 'Why it was given up.' })
  error!: ErrorReportType | null;
}

@ObjectType('DeletePayload', { description: 'What a deletion did.', simpleResolvers: true })
export class DeletePayloadType {
  @Field(() => Boolean, { description: 'Something was deleted, or is being deleted by `request`.' })
  deleted!: boolean;

  @Field(() => GraphQLSafeInt, { description: 'How many segments were deleted within this call.' })
  segmentsDeleted!: number;

  @Field(() => DeletionRequestType, {
    nullable: true,
    description: 'The work that goes on after this call; null when all is done.',
  })
  request!: DeletionRequestType | null;
}
