import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { GraphQLDateTime, GraphQLSafeInt, GraphQLTimeRange, GraphQLTimestamp, GraphQLUuid } from '../scalars';
import { TrendDirectionEnum } from './enums';

/** Its fields are in resolvers. */
@ObjectType('Analytics', {
  description:
    'Statistics over the whole store, computed over a columnar copy of it that follows every change.',
})
export class AnalyticsType {}

/** Its fields are in resolvers. */
@ObjectType('SegmentSeries', { description: 'One measure of segments, along their starts.' })
export class SegmentSeriesType {}

@ObjectType('SeriesSummary', { description: 'What the values of a series come to.', simpleResolvers: true })
export class SeriesSummaryType {
  @Field(() => GraphQLSafeInt, { description: 'How many values there are.' })
  n!: number;

  @Field(() => Float, { nullable: true, description: 'The least; null, as the others, without values.' })
  min!: number | null;

  @Field(() => Float, { nullable: true, description: 'The largest.' })
  max!: number | null;

  @Field(() => Float, { nullable: true, description: 'The arithmetic mean.' })
  mean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The standard deviation of the population: 0 for a single value.',
  })
  deviation!: number | null;
}

@ObjectType('AveragedPoint', {
  description: 'A value with the average of its window.',
  simpleResolvers: true,
})
export class AveragedPointType {
  @Field(() => GraphQLTimestamp, { description: 'Where the segment starts.' })
  at!: string;

  @Field(() => Float, { description: 'Its value.' })
  value!: number;

  @Field(() => Float, {
    description: 'The mean of the values from the window before it to it, both included.',
  })
  average!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many values that is the mean of.' })
  n!: number;
}

@ObjectType('Anomaly', { description: 'A value that lies far from the mean.', simpleResolvers: true })
export class AnomalyType {
  @Field(() => GraphQLTimestamp, { description: 'Where the segment starts.' })
  at!: string;

  @Field(() => Float, { description: 'Its value.' })
  value!: number;

  @Field(() => Float, {
    description: 'How many standard deviations it lies above the mean; negative below it.',
  })
  score!: number;
}

@ObjectType('SeriesTrend', {
  description: 'The line of least squares through a series.',
  simpleResolvers: true,
})
export class SeriesTrendType {
  @Field(() => GraphQLSafeInt, { description: 'How many values it is drawn through.' })
  periods!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'By how much the value rises in a second, or in one of the numbers that rows lie along; null without values at two places.',
  })
  slope!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "What part of the values' variance the line explains, from 0 to 1; 1 when they are all equal.",
  })
  rSquared!: number | null;

  @Field(() => TrendDirectionEnum, { nullable: true, description: 'Where it leads.' })
  direction!: 'rising' | 'falling' | 'flat' | null;

  @Field(() => Float, {
    nullable: true,
    description: "From the line's first value to its last, in percent of the first; null when that is 0.",
  })
  changePercent!: number | null;
}

@ObjectType('Percentile', {
  description: 'A value below which a part of the values lies.',
  simpleResolvers: true,
})
export class PercentileType {
  @Field(() => Float, { description: 'How many percent of them.' })
  percent!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The value, interpolated between its neighbours; null without values.',
  })
  value!: number | null;
}

@ObjectType('DistributionBin', { description: 'Values of a stretch.', simpleResolvers: true })
export class DistributionBinType {
  @Field(() => Float, { description: 'Where it begins; that value is in it.' })
  from!: number;

  @Field(() => Float, { description: 'Where it ends; that value is in it only in the last one.' })
  to!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many values lie in it.' })
  n!: number;
}

@ObjectType('Distribution', { description: 'How values are spread: a histogram.', simpleResolvers: true })
export class DistributionType {
  @Field(() => GraphQLSafeInt, { description: 'How many values there are.' })
  n!: number;

  @Field(() => [DistributionBinType], {
    description: 'Their counts by stretch, in order; none without values.',
  })
  bins!: DistributionBinType[];

  @Field(() => GraphQLSafeInt, { description: 'Values below the first of the edges that were given.' })
  below!: number;

  @Field(() => GraphQLSafeInt, { description: 'Values above the last of them.' })
  above!: number;
}

@ObjectType('Correlation', {
  description: 'How far two measures of the same segments, or two columns of the same rows, go together.',
  simpleResolvers: true,
})
export class CorrelationType {
  @Field(() => GraphQLSafeInt, { description: 'How many segments or rows have both.' })
  n!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "Pearson's, from -1 to 1; null with fewer than two of them, and when one of the two does not vary.",
  })
  coefficient!: number | null;
}

@ObjectType('CountedValue', { description: 'A value and how often it comes.', simpleResolvers: true })
export class CountedValueType {
  @Field(() => String, { description: 'The value.' })
  value!: string;

  @Field(() => GraphQLSafeInt, { description: 'How many segments or rows have it.' })
  n!: number;
}

@ObjectType('FlowUsage', { description: "What a flow's segments come to.", simpleResolvers: true })
export class FlowUsageType {
  @Field(() => GraphQLUuid, { description: 'The id of the flow.' })
  flowId!: string;

  @Field(() => GraphQLUuid, { description: 'The id of its source.' })
  sourceId!: string;

  @Field(() => GraphQLSafeInt, { description: 'How many segments.' })
  segments!: number;

  @Field(() => GraphQLTimestamp, { description: 'How long their media is in all.' })
  duration!: string;

  @Field(() => Float, {
    description: 'Bytes of their media objects, each counted as often as it is used. Exact up to 2^53.',
  })
  bytes!: number;

  @Field(() => GraphQLSafeInt, {
    description: 'Segments whose media has no known size: it is elsewhere, or in a store that does not tell.',
  })
  unknownSizes!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the last of them was committed.' })
  lastRegistered!: number | null;
}

@ObjectType('BackendUsage', { description: 'What one storage backend holds.', simpleResolvers: true })
export class BackendUsageType {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the backend; null for media that is elsewhere.',
  })
  storageId!: string | null;

  @Field(() => GraphQLSafeInt, { description: 'Media objects that segments name.' })
  objects!: number;

  @Field(() => Float, { description: 'Their bytes, each object once. Exact up to 2^53.' })
  bytes!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many of them have no known size.' })
  unknownSizes!: number;
}

@ObjectType('ObjectReuse', {
  description: 'A media object that several segments name.',
  simpleResolvers: true,
})
export class ObjectReuseType {
  @Field(() => ID, { description: 'The id of the object.' })
  objectId!: string;

  @Field(() => GraphQLSafeInt, { description: 'How many segments name it.' })
  segments!: number;

  @Field(() => GraphQLSafeInt, { description: 'Of how many flows they are.' })
  flows!: number;
}

@ObjectType('StorageUsage', { description: 'What segments take of storage.', simpleResolvers: true })
export class StorageUsageType {
  @Field(() => [BackendUsageType], { description: 'By storage backend, the largest first.' })
  backends!: BackendUsageType[];

  @Field(() => GraphQLSafeInt, { description: 'Media objects that segments name.' })
  objects!: number;

  @Field(() => GraphQLSafeInt, { description: 'Segments that name them.' })
  segments!: number;

  @Field(() => GraphQLSafeInt, { description: 'Objects that more than one segment names.' })
  reusedObjects!: number;

  @Field(() => Float, {
    description: 'Bytes that reuse saves: those of all uses but the first. Exact up to 2^53.',
  })
  savedBytes!: number;

  @Field(() => [ObjectReuseType], {
    description: 'The objects that most segments name, those named once left out.',
  })
  mostReused!: ObjectReuseType[];
}

@ObjectType('SegmentGroup', {
  description: 'Segments whose flows have something in common.',
  simpleResolvers: true,
})
export class SegmentGroupType {
  @Field(() => String, {
    nullable: true,
    description: 'What they have in common; null where flows do not say.',
  })
  value!: string | null;

  @Field(() => GraphQLSafeInt, { description: 'How many flows.' })
  flows!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many segments.' })
  segments!: number;

  @Field(() => GraphQLTimestamp, { description: 'How long their media is in all.' })
  duration!: string;

  @Field(() => Float, {
    description: 'Bytes of their media objects, each counted as often as it is used. Exact up to 2^53.',
  })
  bytes!: number;
}

@ObjectType('TimeSlice', { description: 'A part of the time that is looked at.', simpleResolvers: true })
export class TimeSliceType {
  @Field(() => GraphQLTimeRange, { description: 'Which part.' })
  timerange!: TimeRange;

  @Field(() => GraphQLSafeInt, { description: 'Segments that overlap it.' })
  segments!: number;

  @Field(() => GraphQLSafeInt, { description: 'Flows that these are of.' })
  flows!: number;

  @Field(() => GraphQLTimestamp, { description: 'How much media lies in it, over all flows together.' })
  duration!: string;

  @Field(() => GraphQLTimestamp, { description: 'How much of it has media in one of the flows.' })
  covered!: string;

  @Field(() => GraphQLTimestamp, { description: 'How much of it has media in none.' })
  missing!: string;
}

@ObjectType('TimeRangeAnalysis', {
  description: 'Segments by what they are, and over time.',
  simpleResolvers: true,
})
export class TimeRangeAnalysisType {
  @Field(() => GraphQLTimeRange, {
    nullable: true,
    description:
      'What is cut into slices: what was asked for or, where that has an open end, the extent of the segments; null without any.',
  })
  timerange!: TimeRange | null;

  @Field(() => [SegmentGroupType], { description: "By their flows' content format." })
  formats!: SegmentGroupType[];

  @Field(() => [SegmentGroupType], { description: 'By codec.' })
  codecs!: SegmentGroupType[];

  @Field(() => [SegmentGroupType], { description: 'By container.' })
  containers!: SegmentGroupType[];

  @Field(() => [TimeSliceType], { description: 'Over time, in slices of equal length.' })
  slices!: TimeSliceType[];
}
