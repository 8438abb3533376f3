import { Arg, FieldResolver, Float, Int, Resolver, Root, type ClassType } from 'type-graphql';
import type { ColumnStatistics } from '../../tams/administration/administration-service';
import type { SegmentSeries } from '../../tams/analytics/analytics-service';
import { DistributionType, PercentileType, SeriesSummaryType } from '../types/analytics';

const PERCENTS = [50, 90, 95, 99];

type Values = ColumnStatistics | SegmentSeries;

/** The fields that statistics of values have, whether of a column or of a measure. To be extended by the resolver of `type`. */
export function valueStatistics(type: ClassType) {
  @Resolver(() => type)
  abstract class ValueStatisticsResolver {
    @FieldResolver(() => SeriesSummaryType, {
      description: 'How many values there are, and what they come to.',
    })
    summary(@Root() values: Values) {
      return values.summary();
    }

    @FieldResolver(() => [PercentileType], {
      description: 'Percentiles of the values, in the order asked for.',
    })
    async percentiles(
      @Root() values: Values,
      @Arg('at', () => [Float], {
        nullable: true,
        defaultValue: PERCENTS,
        description: 'From 1 to 100 of them, each from 0 to 100.',
      })
      at: number[] | null,
    ) {
      const percents = at ?? PERCENTS;
      const { values: found } = await values.percentiles(percents);
      return percents.map((percent, i) => ({ percent, value: found[i] ?? null }));
    }

    @FieldResolver(() => DistributionType, { description: 'How the values are spread.' })
    distribution(
      @Root() values: Values,
      @Arg('bins', () => Int, {
        nullable: true,
        description:
          "Into how many stretches of equal length, from 1 to 1,000; chosen by Sturges' rule when left out.",
      })
      bins: number | null | undefined,
      @Arg('edges', () => [Float], {
        nullable: true,
        description:
          'Where stretches begin and the last one ends: from 2 to 1,001 numbers that rise. Instead of `bins`.',
      })
      edges: number[] | null | undefined,
    ) {
      return values.distribution({ bins: bins ?? null, edges: edges ?? null });
    }
  }
  return ValueStatisticsResolver;
}
