import { Field, InputType } from 'type-graphql';
import { GraphQLUuid } from '../scalars';

const optional = { nullable: true } as const;

@InputType('WebhookInput', {
  description:
    'A registration for events by HTTP. One with the same URL, key name and key value is replaced; without events it is removed.',
})
export class WebhookInputType {
  @Field(() => String, { description: 'Where to post events: an http or https URL that leads outside.' })
  url!: string;

  @Field(() => String, { ...optional, description: 'The header to carry the key; with `apiKeyValue` only.' })
  apiKeyName?: string | null;

  @Field(() => String, { ...optional, description: 'The key; a secret that is never shown again.' })
  apiKeyValue?: string | null;

  @Field(() => [String], {
    description: 'The types of events wanted, such as `flows/created`. Empty: remove.',
  })
  events!: string[];

  @Field(() => [GraphQLUuid], { ...optional, description: 'Only events of these flows.' })
  flowIds?: string[] | null;

  @Field(() => [GraphQLUuid], { ...optional, description: 'Only events of these sources and their flows.' })
  sourceIds?: string[] | null;

  @Field(() => [GraphQLUuid], { ...optional, description: 'Only events of flows that these flows collect.' })
  flowCollectedByIds?: string[] | null;

  @Field(() => [GraphQLUuid], {
    ...optional,
    description: 'Only events of sources that these sources collect.',
  })
  sourceCollectedByIds?: string[] | null;

  @Field(() => [String], { ...optional, description: 'Only URLs with these labels in segment events.' })
  acceptGetUrls?: string[] | null;

  @Field(() => [GraphQLUuid], {
    ...optional,
    description: 'Only URLs of these storage backends in segment events.',
  })
  acceptStorageIds?: string[] | null;

  @Field(() => Boolean, { ...optional, description: 'Only signed, or only plain, URLs in segment events.' })
  presigned?: boolean | null;

  @Field(() => Boolean, {
    ...optional,
    description: 'URLs in segment events tell about their storage backend.',
  })
  verboseStorage?: boolean | null;
}
