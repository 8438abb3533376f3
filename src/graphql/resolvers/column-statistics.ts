import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import type { ColumnStatistics } from '../../tams/administration/administration-service';
import type { GraphContext } from '../context';
import { GraphQLJsonObject } from '../scalars';
import { AdministrationType } from '../types/administration';
import { CorrelationType, CountedValueType, SeriesTrendType } from '../types/analytics';
import { ColumnAnomalyType, ColumnPointType, ColumnStatisticsType } from '../types/column-statistics';
import { valueStatistics } from './value-statistics';

const alongArgument = {
  description: 'The column that rows are ordered by: one of numbers or instants.',
} as const;

@Resolver(() => AdministrationType)
export class AdministrationStatisticsResolver {
  @FieldResolver(() => ColumnStatisticsType, {
    description:
      'Statistics of a column of any table, but for what is secret, read from the store as it is now. Each takes as long as reading the rows does, 30 seconds at most; they are computed one after the other.',
  })
  columnStatistics(
    @Ctx() { store }: GraphContext,
    @Arg('table', () => String, { description: 'The name of the table.' }) table: string,
    @Arg('column', () => String, { description: 'The name of the column.' }) column: string,
    @Arg('where', () => GraphQLJsonObject, {
      nullable: true,
      description:
        'Which rows, such as `{ format: "video", avg_bit_rate: { gt: 1000 }, or: [{ label: null }, { label: { startsWith: "a" } }] }`; all when left out. Tests are eq, ne, lt, le, gt, ge, in, between, isNull, startsWith and not; conditions are joined by and, or and not.',
    })
    where: Record<string, unknown> | null | undefined,
  ): ColumnStatistics {
    return store.administration.columnStatistics(table, column, where ?? null);
  }
}

@Resolver(() => ColumnStatisticsType)
export class ColumnStatisticsResolver extends valueStatistics(ColumnStatisticsType) {
  @FieldResolver(() => [CountedValueType], {
    description: 'The most frequent values, also of texts and of true and false; null does not count.',
  })
  topValues(
    @Root() statistics: ColumnStatistics,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: 10,
      description: 'At most so many values, up to 1,000.',
    })
    limit: number | null,
  ) {
    return statistics.topValues(limit ?? 10);
  }

  @FieldResolver(() => CorrelationType, { description: 'How far it goes together with another column.' })
  correlation(
    @Root() statistics: ColumnStatistics,
    @Arg('with', () => String, { description: 'The name of the other column.' }) other: string,
  ) {
    return statistics.correlation(other);
  }

  @FieldResolver(() => [ColumnPointType], {
    description: 'Each value with the mean of its window, in order.',
  })
  async movingAverage(
    @Root() statistics: ColumnStatistics,
    @Arg('along', () => String, alongArgument) along: string,
    @Arg('window', () => Float, {
      description: 'How far before a row values count for its average, in the unit of `along`.',
    })
    window: number,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: 1_000,
      description: 'At most so many, from the first on, up to 100,000.',
    })
    limit: number | null,
  ) {
    const points = await statistics.movingAverage(along, window, limit ?? 1_000);
    return points.map(({ place, ...point }) => ({ place: Number(place), ...point }));
  }

  @FieldResolver(() => [ColumnAnomalyType], {
    description:
      'Values that lie more standard deviations (of the population) from the mean than the threshold, the farthest first.',
  })
  async anomalies(
    @Root() statistics: ColumnStatistics,
    @Arg('along', () => String, alongArgument) along: string,
    @Arg('threshold', () => Float, {
      nullable: true,
      defaultValue: 3,
      description: 'How many standard deviations are unusual: more than 0.',
    })
    threshold: number | null,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: 'At most so many, up to 100,000.',
    })
    limit: number | null,
  ) {
    const found = await statistics.anomalies(along, threshold ?? 3, limit ?? 100);
    return found.map(({ place, value, score }) => ({ place: Number(place), value, score }));
  }

  @FieldResolver(() => SeriesTrendType, { description: 'The line of least squares through the values.' })
  trend(@Root() statistics: ColumnStatistics, @Arg('along', () => String, alongArgument) along: string) {
    return statistics.trend(along);
  }
}
