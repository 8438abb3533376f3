import { Field, ObjectType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';

@ObjectType('StoredTable', { description: 'One table of the storage core.', simpleResolvers: true })
export class StoredTableType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => GraphQLSafeInt, { description: 'Live rows.' })
  rows!: number;

  @Field(() => GraphQLSafeInt, { description: 'Rows that were deleted and are not purged yet.' })
  deletedRows!: number;
}

/** Its fields are in resolvers, one file a subject. */
@ObjectType('Administration', { description: 'What only those who run the store may see.' })
export class AdministrationType {}
