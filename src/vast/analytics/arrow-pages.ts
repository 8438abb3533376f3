import type { Data } from 'apache-arrow';
import { CELL_TYPES, type ArrowColumn } from './arrow-columns';
import { Cells } from './cells';
import type { Export } from './exported-rows';
import type { DuckSession, Rows } from './session';
import { sql, type Sql } from './sql';

/** Rows of a page: one of DuckDB's row groups, which a page then reads hardly more than. */
export const PAGE = 122_880;

/** A page that DuckDB has computed; what it is made of is copied when it is asked for. */
export class Page {
  private constructor(
    readonly length: number,
    private readonly numbers: Rows,
    private readonly texts: Rows | null,
  ) {}

  /** The rows of a page from this row id on; null when none of them is exported. */
  static async read(session: DuckSession, rows: Export, from: number): Promise<Page | null> {
    const numbers = await session.gathered(numbersOf(rows, from));
    if (numbers.length === 0) return null;
    const statement = textsOf(rows, from);
    return new Page(numbers.length, numbers, statement && (await session.gathered(statement)));
  }

  /** What Arrow makes of the page, for each column. */
  async data(columns: readonly ArrowColumn[], { columns: exported }: Export): Promise<Data[]> {
    const cells = exported.map(({ kind }) => new Cells(CELL_TYPES[kind], this.length));
    for await (const chunk of this.numbers.chunks()) cells.forEach((column, i) => column.take(chunk, i));
    const texts = await this.textPieces();
    return columns.map(({ dataOf }, i) =>
      dataOf(cells[i]!, exported[i]!.kind === 'text' ? texts.shift()! : NOTHING),
    );
  }

  private async textPieces(): Promise<Uint8Array[]> {
    if (!this.texts) return [];
    for await (const chunk of this.texts.chunks())
      return Array.from({ length: chunk.columnCount - 1 }, (_, i) => {
        // Null when none of the rows has a text.
        const piece = chunk.getColumnVector(i + 1).getItem(0) as { readonly bytes: Uint8Array } | null;
        return piece?.bytes ?? NOTHING;
      });
    return [];
  }
}

const NOTHING = new Uint8Array(0);

/** A row each: what the cells hold. */
function numbersOf({ table, columns, where }: Export, from: number): Sql {
  const cells = columns.map(({ kind, expression }) => {
    const number = kind === 'text' ? `strlen(${expression})` : `(${expression})`;
    return `${number}::${CELL_TYPES[kind]}`;
  });
  return onPage(`SELECT ${cells.join(', ')} FROM ${table}`, table, where, from);
}

/**
 * One row: of each column of texts all of them, in one piece. DuckDB keeps the order of rows where it gives them out, but not where
 * it aggregates with several threads: numbering the rows keeps it to one, which reads them in order.
 */
function textsOf({ table, columns, where }: Export, from: number): Sql | null {
  const texts = columns.filter(({ kind }) => kind === 'text');
  if (texts.length === 0) return null;
  const pieces = texts.map((_, i) => `encode(string_agg(c${i}, ''))`);
  const cells = texts.map(({ expression }, i) => `${expression} AS c${i}`);
  const { text, values } = onPage(
    `SELECT row_number() OVER () AS n, ${cells.join(', ')} FROM ${table}`,
    table,
    where,
    from,
  );
  return sql(`SELECT max(n), ${pieces.join(', ')} FROM (${text})`, values);
}

const onPage = (select: string, table: string, where: Sql, from: number): Sql =>
  sql(`${select} WHERE ${table}.rowid BETWEEN ?::BIGINT AND ?::BIGINT AND (${where.text})`, [
    from,
    from + PAGE - 1,
    ...where.values,
  ]);
