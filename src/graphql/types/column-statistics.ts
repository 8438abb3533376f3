import { Field, Float, ObjectType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';

/** Its fields are in resolvers. */
@ObjectType('ColumnStatistics', {
  description:
    'Statistics of the values of one column of a table, in live rows. Values are numbers; instants are milliseconds since 1970.',
})
export class ColumnStatisticsType {}

@ObjectType('ColumnPoint', {
  description: 'A value of a column with the average of its window.',
  simpleResolvers: true,
})
export class ColumnPointType {
  @Field(() => Float, {
    description: 'Where the row lies: its value in the column that rows are ordered by.',
  })
  place!: number;

  @Field(() => Float, { description: 'Its value.' })
  value!: number;

  @Field(() => Float, {
    description: 'The mean of the values from the window before it to it, both included.',
  })
  average!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many values that is the mean of.' })
  n!: number;
}

@ObjectType('ColumnAnomaly', {
  description: 'A value of a column that lies far from the mean.',
  simpleResolvers: true,
})
export class ColumnAnomalyType {
  @Field(() => Float, {
    description: 'Where the row lies: its value in the column that rows are ordered by.',
  })
  place!: number;

  @Field(() => Float, { description: 'Its value.' })
  value!: number;

  @Field(() => Float, {
    description: 'How many standard deviations it lies above the mean; negative below it.',
  })
  score!: number;
}
