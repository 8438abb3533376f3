import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Coverage, Flow, Source } from '../../tams/model';
import { ETERNITY, type TimeRange } from '../../tams/time/timerange';
import { toNanoseconds, ZERO, type Timestamp } from '../../tams/time/timestamp';
import type { GraphContext } from '../context';
import { inputError } from '../errors';
import { GraphQLTimeRange, GraphQLTimestamp } from '../scalars';
import { FlowType } from '../types/flow';
import { CoverageType } from '../types/segment';
import { SourceType } from '../types/source';
import { durationText } from './duration-text';

const withinArgument = {
  nullable: true,
  defaultValue: ETERNITY,
  description: 'The range to look at; `_` is all time.',
} as const;
const toleranceArgument = {
  nullable: true,
  defaultValue: ZERO,
  description: 'Gaps up to this long do not count: what lies on both sides of one is one stretch.',
} as const;

@Resolver(() => FlowType)
export class FlowCoverageResolver {
  @FieldResolver(() => CoverageType, { description: 'Which parts of its timeline hold media.' })
  coverage(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Arg('timerange', () => GraphQLTimeRange, withinArgument) within: TimeRange | null,
    @Arg('tolerance', () => GraphQLTimestamp, toleranceArgument) tolerance: Timestamp | null,
  ): Promise<Coverage> {
    return loaders.flowCoverage(flow.id, within ?? ETERNITY, toleranceOf(tolerance));
  }
}

@Resolver(() => SourceType)
export class SourceCoverageResolver {
  @FieldResolver(() => CoverageType, {
    description: 'Which parts of the timeline hold media, over all of its flows together.',
  })
  coverage(
    @Root() source: Source,
    @Ctx() { loaders }: GraphContext,
    @Arg('timerange', () => GraphQLTimeRange, withinArgument) within: TimeRange | null,
    @Arg('tolerance', () => GraphQLTimestamp, toleranceArgument) tolerance: Timestamp | null,
  ): Promise<Coverage> {
    return loaders.sourceCoverage(source.id, within ?? ETERNITY, toleranceOf(tolerance));
  }
}

@Resolver(() => CoverageType)
export class CoverageResolver {
  @FieldResolver(() => GraphQLTimestamp, { description: 'How long the media is in all.' })
  covered(@Root() { covered }: Coverage): string {
    return durationText(covered);
  }
}

function toleranceOf(tolerance: Timestamp | null): bigint {
  const nanoseconds = toNanoseconds(tolerance ?? ZERO);
  if (nanoseconds < 0n) throw inputError('"tolerance" is the length of a gap and cannot be negative.');
  return nanoseconds;
}
