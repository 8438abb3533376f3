import { Field, Float, ObjectType } from 'type-graphql';
import { GraphQLDateTime, GraphQLSafeInt } from '../scalars';
import { EndpointStateEnum, EndpointStrategyEnum } from './endpoint-enums';

@ObjectType('StoreEndpoint', {
  description: 'A process that answers reads of this store.',
  simpleResolvers: true,
})
export class StoreEndpointType {
  @Field(() => String, { description: 'Its base URL.' })
  url!: string;

  @Field(() => EndpointStateEnum, { description: 'Whether it takes reads.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Why it is not healthy; null when it is.' })
  reason!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it came into this state.' })
  since!: number;

  @Field(() => GraphQLSafeInt, { description: 'Reads sent to it since this server started.' })
  requests!: number;

  @Field(() => GraphQLSafeInt, { description: 'Those of them that failed there and were sent elsewhere.' })
  failures!: number;

  @Field(() => GraphQLSafeInt, { description: 'Reads that wait for its answer now.' })
  outstanding!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Moving average of the time to an answer in milliseconds, newest weighing most; null before the first.',
  })
  averageMs!: number | null;
}

@ObjectType('StoreEndpoints', {
  description:
    'The endpoints that answer the heavier reads, and what became of the reads since this server started.',
  simpleResolvers: true,
})
export class StoreEndpointsType {
  @Field(() => EndpointStrategyEnum, { description: 'How a read’s endpoint is chosen.' })
  strategy!: string;

  @Field(() => GraphQLSafeInt, { description: 'Reads that an endpoint answered.' })
  answered!: number;

  @Field(() => GraphQLSafeInt, {
    description: 'Reads that this server answered itself because sending them would cost more.',
  })
  kept!: number;

  @Field(() => GraphQLSafeInt, {
    description: 'Reads that this server answered itself because no endpoint did.',
  })
  fallbacks!: number;

  @Field(() => GraphQLSafeInt, {
    description: 'Reads that this server answered itself because an endpoint refused them for what they are.',
  })
  refused!: number;

  @Field(() => [StoreEndpointType], { description: 'Each endpoint, in the order of the setting.' })
  endpoints!: StoreEndpointType[];
}
