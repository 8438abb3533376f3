import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import type { TableReport } from '../../tams/administration/administration-service';
import type { GraphContext } from '../context';
import { AdministrationType, StoredTableType } from '../types/administration';

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
}
