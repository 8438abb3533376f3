import { setImmediate as turn } from 'node:timers/promises';
import { InvalidValue, type Run, type RunsPlan } from '../../engine';
import { and, eq, gt, lt, overlaps, type Predicate } from '../../predicate';
import { PRIMARY } from '../../table';
import type { Connection } from './connection';
import { along, cell } from './layout';
import type { Snapshots } from './snapshots';
import { allOf, compileWhere, Params } from './where';

const ROWS_A_STEP = 4096;

/**
 * Walks the intervals that overlap the plan's range, a bounded number at a time, and merges those that touch. A window
 * function in SQL takes four times as long. `open` is asked before each step and throws when the walk must end.
 */
export async function runs(connection: Connection, plan: RunsPlan, open: () => void): Promise<Run[]> {
  const found: Stretch[] = [];
  let after: string | null = null;
  for (;;) {
    after = step(connection, plan, after, found);
    if (after === null) return found;
    await turn();
    open();
  }
}

/** Takes one step behind `after`. @returns where it ended; null when there is no more */
function step(connection: Connection, plan: RunsPlan, after: string | null, found: Stretch[]): string | null {
  const { sql, params } = compileStep(plan, after);
  const [starts, ends] = connection.json(sql, params.values) as [string[], string[]];
  starts.forEach((start, i) => extend(found, start, ends[i]!));
  return starts.length < ROWS_A_STEP ? null : starts.at(-1)!;
}

/**
 * The same, as the store is now, beside whatever is written meanwhile. One step sees one moment anyway: only who needs more pays for a
 * connection of their own.
 */
export async function runsBeside(reader: Connection, snapshots: Snapshots, plan: RunsPlan): Promise<Run[]> {
  const few: Stretch[] = [];
  if (step(reader, plan, null, few) === null) return few;
  const snapshot = await snapshots.lease();
  try {
    return await runs(snapshot, plan, () => snapshots.checkOpen());
  } finally {
    snapshots.release(snapshot);
  }
}

interface Stretch {
  readonly lo: string;
  hi: string;
  count: number;
}

function extend(found: Stretch[], start: string, end: string): void {
  const last = found.at(-1);
  if (last?.hi !== start) found.push({ lo: start, hi: end, count: 1 });
  else {
    last.hi = end;
    last.count += 1;
  }
}

/** One step of the walk: the starts and the ends of the next intervals, as two JSON lists. */
export function compileStep(
  { table, key, range }: RunsPlan,
  after: string | null,
): { sql: string; params: Params } {
  const { disjoint } = table;
  if (!disjoint) throw new InvalidValue(`Table ${table.name} declares no disjoint intervals`);
  const { within, start, end } = disjoint;
  if (key.length !== within.length)
    throw new InvalidValue(
      `Runs of table ${table.name} are within ${within.length} values, not ${key.length}`,
    );
  const params = new Params();
  const equal = within.map((column, i) => eq(column, key[i]!));
  const wanted =
    after === null
      ? overlaps(start, end, range)
      : and(gt(start, after), lt(start, range.hi), gt(end, range.lo));
  const where = and(...equal, wanted) as Predicate;
  const { conjuncts } = compileWhere({ table, params, alias: 't' }, where, 'live');
  const rows =
    `SELECT ${cell('t', start)} AS lo, ${cell('t', end)} AS hi FROM ${along(table, PRIMARY, 't')} ` +
    `WHERE ${allOf(conjuncts)} ORDER BY ${cell('t', start)} LIMIT ${ROWS_A_STEP}`;
  return { sql: `SELECT json_array(json_group_array(lo), json_group_array(hi)) FROM (${rows})`, params };
}
