import { Field, ObjectType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';

@ObjectType('StoredColumn', { description: 'One column of a stored table.', simpleResolvers: true })
export class StoredColumnType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, {
    description:
      'What it holds, as an Arrow type: utf8, int64, float64, bool, instant (a timestamp in milliseconds) or json (utf8 that spells JSON).',
  })
  type!: string;

  @Field(() => Boolean, { description: 'Whether its cells can be null.' })
  nullable!: boolean;
}

@ObjectType('StoredTable', { description: 'One table of the storage core.', simpleResolvers: true })
export class StoredTableType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => GraphQLSafeInt, { description: 'Live rows.' })
  rows!: number;

  @Field(() => GraphQLSafeInt, { description: 'Rows that were deleted and are not purged yet.' })
  deletedRows!: number;

  @Field(() => [StoredColumnType], { description: 'Its columns, in order, with those that deletions set.' })
  columns!: StoredColumnType[];

  @Field(() => [String], { description: 'The columns that name a live row.' })
  primaryKey!: string[];
}

@ObjectType('StoredProjection', { description: 'A sorted copy of a table.', simpleResolvers: true })
export class StoredProjectionType {
  @Field(() => String, { description: 'Its name; `primary` is the table itself.' })
  name!: string;

  @Field(() => [String], {
    description: 'The columns it is sorted by; `-column` descends. The primary key follows.',
  })
  columns!: string[];

  @Field(() => Boolean, { description: 'It holds only the rows whose first column is not null.' })
  sparse!: boolean;

  @Field(() => GraphQLSafeInt, { description: 'Rows that it holds, live and deleted.' })
  rows!: number;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'What it takes on disk; null where the engine cannot tell.',
  })
  bytes!: number | null;
}

@ObjectType('TableCache', {
  description:
    'How often the cache of table metadata, which every query asks, knew the table. Since the start.',
  simpleResolvers: true,
})
export class TableCacheType {
  @Field(() => GraphQLSafeInt, { description: 'It knew.' })
  hits!: number;

  @Field(() => GraphQLSafeInt, { description: 'It did not.' })
  misses!: number;
}

/** Its fields are in resolvers, one file a subject. */
@ObjectType('Administration', { description: 'What only those who run the store may see.' })
export class AdministrationType {}
