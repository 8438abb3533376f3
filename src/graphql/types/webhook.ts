import { Field, ObjectType } from 'type-graphql';
import { GraphQLDateTime, GraphQLUuid } from '../scalars';

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
