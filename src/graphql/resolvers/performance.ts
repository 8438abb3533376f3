import { Arg, Ctx, FieldResolver, Float, Int, Resolver } from 'type-graphql';
import type {
  PerformanceSummary,
  SlowQuery,
  TablePerformance,
} from '../../tams/administration/performance-service';
import type { GraphContext } from '../context';
import { AdministrationType } from '../types/administration';
import {
  MetricsFormatEnum,
  PerformanceSummaryType,
  PerformanceType,
  SlowQueryType,
  TablePerformanceType,
  type MetricsFormat,
} from '../types/performance';

const minutesArgument = {
  defaultValue: 60,
  description: 'The window: the running minute and those before it, 60 at most.',
} as const;

@Resolver(() => AdministrationType)
export class AdministrationPerformanceResolver {
  @FieldResolver(() => PerformanceType, { description: 'What queries of the storage core cost.' })
  performance(): object {
    return {};
  }
}

@Resolver(() => PerformanceType)
export class PerformanceResolver {
  @FieldResolver(() => PerformanceSummaryType, { description: 'All queries of a window.' })
  summary(
    @Ctx() { store }: GraphContext,
    @Arg('minutes', () => Int, minutesArgument) minutes: number,
  ): PerformanceSummary {
    return store.performance.summary(minutes);
  }

  @FieldResolver(() => TablePerformanceType, { description: 'The queries of a window on one table.' })
  table(
    @Ctx() { store }: GraphContext,
    @Arg('name', () => String, { description: 'The name of the table.' }) name: string,
    @Arg('minutes', () => Int, minutesArgument) minutes: number,
  ): TablePerformance {
    return store.performance.table(name, minutes);
  }

  @FieldResolver(() => [SlowQueryType], {
    description:
      'The slowest queries of the last hour, slowest first. Of each minute the 20 slowest are known.',
  })
  slowQueries(
    @Ctx() { store }: GraphContext,
    @Arg('thresholdMs', () => Float, {
      defaultValue: 0,
      description: 'Only those that took at least so many milliseconds.',
    })
    thresholdMs: number,
    @Arg('limit', () => Int, { defaultValue: 20, description: 'How many, 1000 at most.' }) limit: number,
  ): SlowQuery[] {
    return store.performance.slowQueries(thresholdMs, limit);
  }

  @FieldResolver(() => String, { description: 'Everything since the server began, for machines.' })
  metrics(
    @Ctx() { store }: GraphContext,
    @Arg('format', () => MetricsFormatEnum, {
      defaultValue: MetricsFormatEnum.JSON,
      description: 'How it is written.',
    })
    format: MetricsFormat,
  ): string {
    return store.performance.metrics(format);
  }
}
