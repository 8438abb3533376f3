import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { GraphQLDateTime, GraphQLSafeInt } from '../scalars';

export const MetricsFormatEnum = { JSON: 'json', PROMETHEUS: 'prometheus' } as const;
export type MetricsFormat = (typeof MetricsFormatEnum)[keyof typeof MetricsFormatEnum];

registerEnumType(MetricsFormatEnum, {
  name: 'MetricsFormat',
  description: 'How metrics are written.',
  valuesConfig: {
    JSON: { description: 'A JSON list, an entry for each table and type of query.' },
    PROMETHEUS: { description: 'The text format that Prometheus reads, version 0.0.4.' },
  },
});

@ObjectType({ simpleResolvers: true })
abstract class QueryStatisticsFields {
  @Field(() => GraphQLSafeInt, { description: 'Queries.' })
  queries!: number;

  @Field(() => GraphQLSafeInt, { description: 'Those of them that failed.' })
  failures!: number;

  @Field(() => GraphQLSafeInt, { description: 'Rows that they returned or changed.' })
  rows!: number;

  @Field(() => GraphQLSafeInt, { description: 'Parts that they were divided into.' })
  splits!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Their mean time in milliseconds; null without queries.',
  })
  meanMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Half of them took no longer, in milliseconds; within a sixteenth, as are the others.',
  })
  p50Ms!: number | null;

  @Field(() => Float, { nullable: true, description: '95 in 100 of them took no longer, in milliseconds.' })
  p95Ms!: number | null;

  @Field(() => Float, { nullable: true, description: '99 in 100 of them took no longer, in milliseconds.' })
  p99Ms!: number | null;

  @Field(() => Float, { nullable: true, description: 'The longest time, in milliseconds.' })
  maxMs!: number | null;
}

@ObjectType('QueryTypeStatistics', {
  description: 'What the queries of one type came to.',
  simpleResolvers: true,
})
export class QueryTypeStatisticsType extends QueryStatisticsFields {
  @Field(() => String, { description: 'What they did, such as `select`, `lookup`, `scan` or `insert`.' })
  type!: string;
}

@ObjectType('TableStatistics', {
  description: 'What the queries of one table came to.',
  simpleResolvers: true,
})
export class TableStatisticsType extends QueryStatisticsFields {
  @Field(() => String, { description: 'The table; `(others)` for those beyond the first 100.' })
  table!: string;
}

@ObjectType('PerformanceSummary', { description: 'The queries of a window.', simpleResolvers: true })
export class PerformanceSummaryType extends QueryStatisticsFields {
  @Field(() => GraphQLDateTime, { description: 'The start of its first minute, or of the server.' })
  from!: number;

  @Field(() => GraphQLDateTime, { description: 'Now.' })
  to!: number;

  @Field(() => Float, { description: 'Queries a second, over the window.' })
  queriesPerSecond!: number;

  @Field(() => [QueryTypeStatisticsType], {
    description: 'By type, the one that took most time in all first.',
  })
  types!: QueryTypeStatisticsType[];

  @Field(() => [TableStatisticsType], { description: 'By table, the one that took most time in all first.' })
  tables!: TableStatisticsType[];
}

@ObjectType('TablePerformance', {
  description: 'The queries of a window on one table.',
  simpleResolvers: true,
})
export class TablePerformanceType extends TableStatisticsType {
  @Field(() => GraphQLDateTime, { description: 'The start of its first minute, or of the server.' })
  from!: number;

  @Field(() => GraphQLDateTime, { description: 'Now.' })
  to!: number;

  @Field(() => [QueryTypeStatisticsType], {
    description: 'By type, the one that took most time in all first.',
  })
  types!: QueryTypeStatisticsType[];
}

@ObjectType('SlowQuery', { description: 'A query that took long.', simpleResolvers: true })
export class SlowQueryType {
  @Field(() => String, { description: 'What it did, such as `select`.' })
  type!: string;

  @Field(() => String, { description: 'Its table.' })
  table!: string;

  @Field(() => Float, { description: 'How long it took.' })
  milliseconds!: number;

  @Field(() => GraphQLSafeInt, { description: 'Rows that it returned or changed.' })
  rows!: number;

  @Field(() => Int, { description: 'Parts that it was divided into.' })
  splits!: number;

  @Field(() => Boolean, { description: 'Whether it succeeded.' })
  success!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When it ended.' })
  at!: number;

  @Field(() => String, {
    nullable: true,
    description: 'How it was read, in words, without the values asked for; null for what has no plan.',
  })
  plan!: string | null;
}

/** Its fields are in its resolver. */
@ObjectType('Performance', {
  description: 'What queries of the storage core cost, over the last hour and since the server began.',
})
export class PerformanceType {}
