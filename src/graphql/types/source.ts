import { Field, ObjectType } from 'type-graphql';
import type { ContentFormat, Uuid } from '../../tams/model';
import { countedConnectionTypes } from '../connections';
import { GraphQLDateTime, GraphQLUuid } from '../scalars';
import { ContentFormatEnum } from './enums';

@ObjectType('Source', {
  description:
    'A piece of media in the abstract, such as a camera or a programme. Its flows are its renditions; it exists as long as one of them does.',
  simpleResolvers: true,
})
export class SourceType {
  @Field(() => GraphQLUuid, { description: 'Given by the client that registered its first flow.' })
  id!: Uuid;

  @Field(() => ContentFormatEnum, { description: 'The format of all of its flows.' })
  format!: ContentFormat;

  @Field(() => String, { nullable: true, description: 'A short name for people.' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'A longer text for people.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Who registered its first flow.' })
  createdBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Who last changed its metadata.' })
  updatedBy!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When its first flow was registered.' })
  created!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When its metadata last changed.' })
  updated!: number;
}

@ObjectType('SourceCollectionItem', {
  description:
    'A source that is part of another, as their flows tell: a flow of one collects a flow of the other.',
  simpleResolvers: true,
})
export class SourceCollectionItemType {
  @Field(() => String, { description: 'What it is in the collection, such as `video` or `commentary`.' })
  role!: string;
}

export const SourceConnectionType = countedConnectionTypes('Source', 'sources', () => SourceType);
