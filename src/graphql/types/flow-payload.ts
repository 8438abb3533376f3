import { Field, ObjectType } from 'type-graphql';
import type { Flow } from '../../tams/model';
import { FlowType } from './flow';

@ObjectType('PutFlowPayload', { description: 'The flow as it is now stored.', simpleResolvers: true })
export class PutFlowPayloadType {
  @Field(() => FlowType, { description: 'The flow as it is now stored.' })
  flow!: Flow;

  @Field(() => Boolean, { description: 'It is new; otherwise the one of this id was replaced.' })
  created!: boolean;
}
