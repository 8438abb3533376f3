import { Field, ID, ObjectType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';

@ObjectType('MediaObject', {
  description:
    'A piece of stored media that at least one segment refers to. Segments of several flows may share it.',
  simpleResolvers: true,
})
export class MediaObjectType {
  @Field(() => ID, { description: 'Unique in the store; may hold slashes.' })
  id!: string;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Bytes, when known.' })
  size!: number | null;
}
