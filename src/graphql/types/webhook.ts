import { Field, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime, GraphQLSafeInt, GraphQLUuid } from '../scalars';

@ObjectType('Webhook', {
  description: "A registration for events by HTTP. The key's value is never shown.",
  simpleResolvers: true,
})
export class WebhookType {
  @Field(() => GraphQLUuid, { description: 'Made by the store.' })
  id!: string;

  @Field(() => String, { description: 'Where events are posted to.' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'The header that carries the key.' })
  apiKeyName!: string | null;

  @Field(() => [String], { description: 'The types of events it wants, such as `flows/created`.' })
  events!: string[];

  @Field(() => [GraphQLUuid], { nullable: true, description: 'Only events of these flows.' })
  flowIds!: string[] | null;

  @Field(() => [GraphQLUuid], {
    nullable: true,
    description: 'Only events of these sources and their flows.',
  })
  sourceIds!: string[] | null;

  @Field(() => [GraphQLUuid], {
    nullable: true,
    description: 'Only events of flows that these flows collect.',
  })
  flowCollectedByIds!: string[] | null;

  @Field(() => [GraphQLUuid], {
    nullable: true,
    description: 'Only events of sources that these sources collect.',
  })
  sourceCollectedByIds!: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only URLs with these labels in segment events.' })
  acceptGetUrls!: string[] | null;

  @Field(() => [GraphQLUuid], {
    nullable: true,
    description: 'Only URLs of these storage backends in segment events.',
  })
  acceptStorageIds!: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only signed, or only plain, URLs in segment events.',
  })
  presigned!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'URLs in segment events tell about their storage backend.',
  })
  verboseStorage!: boolean | null;

  @Field(() => GraphQLDateTime, { description: 'When it was registered.' })
  created!: number;

  @Field(() => String, { nullable: true, description: 'Who registered it.' })
  createdBy!: string | null;
}

@ObjectType('WebhookDelivery', {
  description:
    'How the deliveries of a webhook go. They are in order and at least once: what cannot be delivered is tried again, five times in a round, then in further rounds, and all that follows waits.',
  simpleResolvers: true,
})
export class WebhookDeliveryType {
  @Field(() => String, {
    description: 'A cursor of the event log: everything up to it is delivered, not wanted, or missed.',
  })
  position!: string;

  @Field(() => GraphQLSafeInt, { description: 'Events behind the position, whether wanted or not.' })
  lag!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The HTTP status that the last try was answered with; null when it was not, or not tried.',
  })
  lastStatus!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last try failed; null when it did not.' })
  lastError!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When something was last tried.' })
  lastAttempt!: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When something was last delivered.' })
  lastSuccess!: number | null;

  @Field(() => GraphQLSafeInt, { description: 'Tries that failed since then, one after the other.' })
  failures!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When what failed is tried again.' })
  nextTry!: number | null;

  @Field(() => GraphQLSafeInt, {
    description:
      'Events that it wanted and never got, for the event log had to let them go before they could be delivered.',
  })
  missed!: number;
}
