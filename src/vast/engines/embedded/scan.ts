import { setImmediate as turn } from 'node:timers/promises';
import {
  type Data,
  DataType,
  makeBuilder,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  type Builder,
} from 'apache-arrow';
import { InvalidValue, type Cell, type SelectPlan, type Tuple } from '../../engine';
import { decoder } from './cells';
import type { Connection } from './connection';
import { orderOf } from './order';
import { compileSelect } from './select';

const ROWS_A_STEP = 4096;

/**
 * Reads a plan in steps along its projection and gathers their cells into Arrow record batches, so that memory holds one
 * batch and one step. `open` is asked before each step and throws when the scan must end.
 */
export async function* scan(
  connection: Connection,
  plan: SelectPlan,
  batchRows: number,
  open: () => void,
): AsyncGenerator<RecordBatch, void, void> {
  if (!Number.isSafeInteger(batchRows) || batchRows < 1)
    throw new InvalidValue('A scan needs batches of at least one row');
  let batch = new BatchBuilder(plan);
  let left = plan.limit;
  let after = plan.after;
  while (left > 0) {
    open();
    const rows = Math.min(left, batchRows - batch.rows, ROWS_A_STEP);
    const { tuples, last } = step(connection, { ...plan, after, limit: rows });
    tuples.forEach((tuple) => batch.append(tuple));
    left -= tuples.length;
    after = last;
    const ended = tuples.length < rows;
    if (batch.rows === batchRows || ((ended || left === 0) && batch.rows > 0)) {
      yield batch.finish();
      batch = new BatchBuilder(plan);
    }
    if (ended) return;
    await turn();
  }
}

/** The next rows, and the place of the last one in the order. JSON stays text. */
function step(connection: Connection, plan: SelectPlan): { tuples: Tuple[]; last: Cell[] | null } {
  const columns = [...plan.columns, ...orderOf(plan, 't').map(({ column }) => column)];
  const { sql, params } = compileSelect({ ...plan, columns, rowIds: false });
  const tuples = connection.json(sql, params.values) as Tuple[];
  tuples.forEach(decoder(plan.table, columns, false));
  return { tuples, last: tuples.at(-1)?.slice(plan.columns.length) ?? null };
}

/** Gathers rows into one record batch with the plan's columns. */
class BatchBuilder {
  rows = 0;
  private readonly schema: Schema;
  private readonly builders: Builder[];
  private readonly cells: ((cell: Cell) => Cell)[];

  constructor({ table, columns }: SelectPlan) {
    const fields = columns.map((name) => table.schema.fields.find((field) => field.name === name)!);
    this.schema = new Schema(fields);
    this.builders = fields.map(({ type }) => makeBuilder({ type: type as DataType, nullValues: [null] }));
    this.cells = fields.map(({ type }) =>
      DataType.isInt(type) ? (cell) => (cell === null ? null : BigInt(cell as number)) : (cell) => cell,
    );
  }

  append(tuple: Tuple): void {
    this.builders.forEach((builder, i) => builder.append(this.cells[i]!(tuple[i])));
    this.rows += 1;
  }

  finish(): RecordBatch {
    const children = this.builders.map((builder) => builder.finish().flush() as Data);
    const type = new Struct(this.schema.fields);
    return new RecordBatch(this.schema, makeData({ type, length: this.rows, nullCount: 0, children }));
  }
}
