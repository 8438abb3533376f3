import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type {
  CacheReport,
  ProjectionReport,
  TableReport,
} from '../../tams/administration/administration-service';
import type { GraphContext } from '../context';
import {
  AdministrationType,
  StoredProjectionType,
  StoredTableType,
  TableCacheType,
} from '../types/administration';

@Resolver(() => AdministrationType)
export class AdministrationResolver {
  @Query(() => AdministrationType, { description: 'The store as those see it who run it.' })
  administration(@Ctx() { store }: GraphContext): object {
    // For all that is below it, besides what each service asks itself.
    store.require(['admin'], 'administration');
    return {};
  }

  @FieldResolver(() => [StoredTableType], { description: 'The tables that rows are kept in, by name.' })
  tables(@Ctx() { store }: GraphContext): Promise<TableReport[]> {
    return store.administration.tables();
  }

  @FieldResolver(() => TableCacheType, { description: 'The cache of table metadata.' })
  tableCache(@Ctx() { store }: GraphContext): CacheReport {
    return store.administration.tableCache();
  }
}

@Resolver(() => StoredTableType)
export class StoredTableResolver {
  @FieldResolver(() => [StoredProjectionType], {
    description: 'Its projections. Measuring them takes a time that grows with the table.',
  })
  projections(@Root() { name }: TableReport, @Ctx() { store }: GraphContext): Promise<ProjectionReport[]> {
    return store.administration.projections(name);
  }
}
