import type { SelectPlan, Tuple } from '../../engine';
import type { TableDefinition } from '../../table';
import { carried, decoder } from './cells';
import { along, cell, keyColumns } from './layout';
import { orderBy, orderOf, type Sorted } from './order';

/** How every compiled select calls its table's row. */
export const ALIAS = 't';

/** What the selects have in common that differ only in their predicate, their place and their limit. */
export interface Frame {
  readonly order: readonly Sorted[];
  /** A row as the text of one JSON list. */
  readonly cells: string;
  /** The table, read along the plan's projection. */
  readonly from: string;
  readonly orderBy: string;
  /** What is true of every row that the projection holds, and SQLite must be told to use its index. */
  readonly holds: readonly string[];
  /** Turns a row as it was carried into its cells, in place. */
  readonly decode: (tuple: Tuple) => void;
}

const FRAMES_A_TABLE = 512;
const frames = new WeakMap<TableDefinition, Map<string, Frame>>();

/** Building a frame anew for every select costs as much as reading a row. */
export function frameOf(plan: SelectPlan): Frame {
  let known = frames.get(plan.table);
  if (!known) frames.set(plan.table, (known = new Map<string, Frame>()));
  const key = `${plan.projection} ${plan.visibility} ${plan.reverse} ${plan.rowIds} ${plan.columns.join()}`;
  let frame = known.get(key);
  if (!frame) {
    frame = buildFrame(plan);
    if (known.size >= FRAMES_A_TABLE) known.clear();
    known.set(key, frame);
  }
  return frame;
}

function buildFrame(plan: SelectPlan): Frame {
  const { table, columns } = plan;
  const order = orderOf(plan, ALIAS);
  const projection = table.projections[plan.projection];
  const cells = columns.map((column) => carried(table, ALIAS, column));
  if (plan.rowIds) cells.push(rowId(table));
  return {
    order,
    cells: `json_array(${cells.join(', ')})`,
    from: along(table, plan.projection, ALIAS),
    orderBy: orderBy(order),
    holds: projection?.sparse ? [`${cell(ALIAS, projection.columns[0]!.column)} IS NOT NULL`] : [],
    decode: decoder(table, columns),
  };
}

/** A row's id: the JSON text of its physical key. The empty text keeps SQLite from nesting it as JSON. */
function rowId(table: TableDefinition): string {
  const key = keyColumns(table).map((column) => carried(table, ALIAS, column));
  return `json_array(${key.join(', ')}) || ''`;
}
