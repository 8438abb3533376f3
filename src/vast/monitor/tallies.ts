import type { ObservedQuery, QueryType } from '../queries/observation';
import { Tally } from './tally';

/** Beyond so many tables, those that are new are counted together. */
const TABLES_AT_MOST = 100;
export const OTHER_TABLES = '(others)';

/** Tallies by table and type of query. */
export class Tallies {
  private readonly byTable = new Map<string, Map<QueryType, Tally>>();

  add(query: ObservedQuery): void {
    this.of(query.table.name, query.type).add(query);
  }

  addAll(others: Tallies): void {
    for (const { table, type, tally } of others.entries()) this.of(table, type).addAll(tally);
  }

  *entries(): Generator<{ readonly table: string; readonly type: QueryType; readonly tally: Tally }> {
    for (const [table, types] of this.byTable)
      for (const [type, tally] of types) yield { table, type, tally };
  }

  private of(table: string, type: QueryType): Tally {
    let types = this.byTable.get(table);
    if (!types) {
      if (this.byTable.size >= TABLES_AT_MOST && table !== OTHER_TABLES) return this.of(OTHER_TABLES, type);
      this.byTable.set(table, (types = new Map<QueryType, Tally>()));
    }
    let tally = types.get(type);
    if (!tally) types.set(type, (tally = new Tally()));
    return tally;
  }
}
