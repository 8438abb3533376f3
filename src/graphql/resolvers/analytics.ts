import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Analytics, SegmentProperty, SegmentSeries } from '../../tams/analytics/analytics-service';
import type { Measure } from '../../tams/analytics/series';
import type { UsageOrder } from '../../tams/analytics/usage';
import type { GraphContext } from '../context';
import { SegmentScopeType } from '../inputs/analytics';
import { GraphQLSafeInt } from '../scalars';
import {
  AnalyticsType,
  CountedValueType,
  FlowUsageType,
  SegmentSeriesType,
  StorageUsageType,
  TimeRangeAnalysisType,
} from '../types/analytics';
import { SegmentPropertyEnum, SeriesMeasureEnum, UsageOrderEnum } from '../types/enums';
import { durationText } from './duration-text';

const scopeArgument = {
  nullable: true,
  description: 'Which segments; all of the store when left out.',
} as const;

const count = (what: string, fallback: number, most: number) => ({
  nullable: true,
  defaultValue: fallback,
  description: `At most so many ${what}, up to ${most.toLocaleString('en')}.`,
});

@Resolver(() => AnalyticsType)
export class AnalyticsResolver {
  @Query(() => AnalyticsType, {
    description:
      'Statistics. They are computed over a columnar copy of the store, which is made when it is first asked for.',
  })
  analytics(
    @Ctx() { store }: GraphContext,
    @Arg('wait', () => Boolean, {
      nullable: true,
      defaultValue: true,
      description:
        'Wait until all that is committed is in the copy. If not, the answer is as of what the copy has, and `behind` tells how far that is.',
    })
    wait: boolean | null,
  ): Promise<Analytics> {
    return store.analytics.look(wait ?? true);
  }

  @FieldResolver(() => GraphQLSafeInt, {
    description:
      'Events that were committed when this was asked and are not in the answer; 0 when it waited.',
  })
  behind(@Root() analytics: Analytics): number {
    return analytics.freshness.behind;
  }

  @FieldResolver(() => SegmentSeriesType, { description: 'A measure of segments, to compute statistics of.' })
  series(
    @Root() analytics: Analytics,
    @Arg('measure', () => SeriesMeasureEnum, { description: 'What is measured.' }) measure: Measure,
    @Arg('scope', () => SegmentScopeType, scopeArgument) scope: SegmentScopeType | null | undefined,
  ): Promise<SegmentSeries> {
    return analytics.series(measure, scope ?? {});
  }

  @FieldResolver(() => [FlowUsageType], {
    description: 'What the segments of flows come to, the largest flows first.',
  })
  async flowUsage(
    @Root() analytics: Analytics,
    @Arg('scope', () => SegmentScopeType, scopeArgument) scope: SegmentScopeType | null | undefined,
    @Arg('order', () => UsageOrderEnum, {
      nullable: true,
      defaultValue: UsageOrderEnum.BYTES,
      description: 'What makes a flow large.',
    })
    order: UsageOrder | null,
    @Arg('limit', () => Int, count('flows', 100, 1_000)) limit: number | null,
  ) {
    const usage = await analytics.flowUsage(scope ?? {}, { order: order ?? 'bytes', limit: limit ?? 100 });
    return usage.map((flow) => ({ ...flow, duration: durationText(flow.duration) }));
  }

  @FieldResolver(() => StorageUsageType, {
    description:
      'What segments take of storage, and how media objects are reused. Over a whole large store it takes seconds.',
  })
  storageUsage(
    @Root() analytics: Analytics,
    @Arg('scope', () => SegmentScopeType, scopeArgument) scope: SegmentScopeType | null | undefined,
    @Arg('mostReused', () => Int, count('objects in `mostReused`', 10, 1_000)) mostReused: number | null,
  ) {
    return analytics.storageUsage(scope ?? {}, { mostReused: mostReused ?? 10 });
  }

  @FieldResolver(() => TimeRangeAnalysisType, {
    description: 'Segments by format, codec and container, and over time: media, coverage and gaps.',
  })
  async timeRangeAnalysis(
    @Root() analytics: Analytics,
    @Arg('scope', () => SegmentScopeType, scopeArgument) scope: SegmentScopeType | null | undefined,
    @Arg('slices', () => Int, {
      nullable: true,
      defaultValue: 24,
      description: 'Into how many slices the time is cut, up to 1,000.',
    })
    slices: number | null,
  ) {
    const found = await analytics.timeRangeAnalysis(scope ?? {}, { slices: slices ?? 24 });
    const withText = <G extends { readonly duration: bigint }>(group: G) => ({
      ...group,
      duration: durationText(group.duration),
    });
    return {
      timerange: found.timerange,
      formats: found.formats.map(withText),
      codecs: found.codecs.map(withText),
      containers: found.containers.map(withText),
      slices: found.slices.map((slice) => ({
        ...withText(slice),
        covered: durationText(slice.covered),
        missing: durationText(slice.missing),
      })),
    };
  }

  @FieldResolver(() => [CountedValueType], {
    description: 'How many segments there are of each kind, most first.',
  })
  topValues(
    @Root() analytics: Analytics,
    @Arg('of', () => SegmentPropertyEnum, { description: 'What tells the kinds apart.' }) of: SegmentProperty,
    @Arg('scope', () => SegmentScopeType, scopeArgument) scope: SegmentScopeType | null | undefined,
    @Arg('limit', () => Int, count('kinds', 10, 1_000)) limit: number | null,
  ) {
    return analytics.topValues(of, scope ?? {}, limit ?? 10);
  }

  @Mutation(() => Boolean, {
    description:
      'Throws the columnar copy that analytics read away and begins to fill it anew; true when it has begun. Nothing is lost by it.',
  })
  rebuildAnalytics(@Ctx() { store }: GraphContext): boolean {
    store.analytics.startRebuild();
    return true;
  }
}
