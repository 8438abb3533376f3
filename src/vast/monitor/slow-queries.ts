import type { ObservedQuery, QueryType } from '../queries/observation';
import { describePlan } from './describe-plan';

/** Of each minute the 20 slowest are kept. */
export const SLOWEST_A_MINUTE = 20;

export interface SlowQuery {
  readonly type: QueryType;
  readonly table: string;
  readonly milliseconds: number;
  readonly rows: number;
  readonly splits: number;
  readonly success: boolean;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** How it was read, in words, without the values it was asked for; null for what has no plan. */
  readonly plan: string | null;
}

/** Keeps the slowest queries of a minute. */
export class SlowestQueries {
  /** Unordered. */
  readonly kept: SlowQuery[] = [];
  private fastest = 0;
  /** The milliseconds of the one that goes next; of all, while there is room. */
  private least = -1;

  add(query: ObservedQuery): void {
    if (query.milliseconds <= this.least) return;
    const { type, table, milliseconds, ended, rows, splits, success, plan } = query;
    const slow = {
      type,
      table: table.name,
      milliseconds,
      rows,
      splits,
      success,
      at: ended,
      plan: plan && describePlan(plan),
    };
    if (this.kept.length < SLOWEST_A_MINUTE) this.kept.push(slow);
    else this.kept[this.fastest] = slow;
    if (this.kept.length < SLOWEST_A_MINUTE) return;
    this.fastest = this.kept.reduce(
      (least, { milliseconds: ms }, i) => (ms < this.kept[least]!.milliseconds ? i : least),
      0,
    );
    this.least = this.kept[this.fastest]!.milliseconds;
  }
}
