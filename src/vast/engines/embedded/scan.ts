import type { RecordBatch } from 'apache-arrow';
import { batchOfColumns, schemaOf } from '../../arrow';
import type { Cell, SelectPlan, Tuple } from '../../engine';
import type { BackgroundConnection } from './background';
import { decodeCell, decoder } from './cells';
import { orderOf } from './order';
import { compileColumns, compilePlace } from './select';

/** The plan's rows as one record batch; null when there are none. JSON stays text. */
export async function readBatch(
  connection: BackgroundConnection,
  plan: SelectPlan,
): Promise<RecordBatch | null> {
  const schema = schemaOf(plan.table, plan.columns);
  if (plan.limit === 0) return null;
  const { sql, params } = compileColumns(plan);
  const [rows, ...columns] = JSON.parse((await connection.value(sql, params.values)) as string) as [
    number,
    ...Cell[][],
  ];
  if (rows === 0) return null;
  plan.columns.forEach((name, i) => decodeColumn(plan, name, columns[i]!));
  return batchOfColumns(schema, columns, rows);
}

/** Turns the carried cells of one column into cells, in place; JSON stays text. */
function decodeColumn({ table }: SelectPlan, name: string, cells: Cell[]): void {
  const decode = decodeCell(table, name, false);
  if (decode) cells.forEach((cell, i) => cell !== null && (cells[i] = decode(cell)));
}

/** The place of the last of the plan's rows; null when there are fewer than its limit. */
export async function readPlace(
  connection: BackgroundConnection,
  plan: SelectPlan,
): Promise<readonly Cell[] | null> {
  const { sql, params } = compilePlace(plan);
  const text = await connection.value(sql, params.values);
  if (text === null) return null;
  const place = JSON.parse(text as string) as Tuple;
  decoder(
    plan.table,
    orderOf(plan, 't').map(({ column }) => column),
  )(place);
  return place;
}
