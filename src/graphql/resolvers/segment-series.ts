import { Arg, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import type { SegmentSeries } from '../../tams/analytics/analytics-service';
import type { Measure } from '../../tams/analytics/series';
import { formatTimestamp, fromNanoseconds, toNanoseconds, type Timestamp } from '../../tams/time/timestamp';
import { GraphQLTimestamp } from '../scalars';
import {
  AnomalyType,
  AveragedPointType,
  CorrelationType,
  SegmentSeriesType,
  SeriesTrendType,
} from '../types/analytics';
import { SeriesMeasureEnum } from '../types/enums';
import { valueStatistics } from './value-statistics';

const atText = (place: bigint | number): string => formatTimestamp(fromNanoseconds(BigInt(place)));

@Resolver(() => SegmentSeriesType)
export class SegmentSeriesResolver extends valueStatistics(SegmentSeriesType) {
  @FieldResolver(() => String, { description: 'The unit of its values, such as `s` or `bit/s`.' })
  unit(@Root() series: SegmentSeries): string {
    return series.unit;
  }

  @FieldResolver(() => [AveragedPointType], {
    description: 'Each value with the mean of its window, in order of time.',
  })
  async movingAverage(
    @Root() series: SegmentSeries,
    @Arg('window', () => GraphQLTimestamp, {
      description: 'How long before a segment values count for its average, such as `60:0`.',
    })
    window: Timestamp,
    @Arg('limit', () => Int, {
      nullable: true,
      defaultValue: 1_000,
      description: 'At most so many, from the first on, up to 100,000.',
    })
    limit: number | null,
  ) {
    const points = await series.movingAverage(toNanoseconds(window), limit ?? 1_000);
    return points.map(({ place, ...point }) => ({ at: atText(place), ...point }));
  }

  @FieldResolver(() => [AnomalyType], {
    description:
      'Values that lie more standard deviations (of the population) from the mean than the threshold, the farthest first.',
  })
  async anomalies(
    @Root() series: SegmentSeries,
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
    const found = await series.anomalies(threshold ?? 3, limit ?? 100);
    return found.map(({ place, value, score }) => ({ at: atText(place), value, score }));
  }

  @FieldResolver(() => SeriesTrendType, { description: 'The line of least squares through the values.' })
  trend(@Root() series: SegmentSeries) {
    return series.trend();
  }

  @FieldResolver(() => CorrelationType, { description: 'How far it goes together with another measure.' })
  correlation(
    @Root() series: SegmentSeries,
    @Arg('with', () => SeriesMeasureEnum, { description: 'The other measure, of the same segments.' })
    other: Measure,
  ) {
    return series.correlation(other);
  }
}
