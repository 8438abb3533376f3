import type { Sql } from './sql';

/** How a column is exported; `named` ones are whole numbers that stand for texts of a list. */
export type ExportKind = 'text' | 'whole' | 'real' | 'instant' | 'named';

export interface ExportColumn {
  readonly name: string;
  readonly kind: ExportKind;
  /** What it is in SQL, in terms of the table's columns. */
  readonly expression: string;
  /** What the numbers of a `named` column stand for, and the same as an expression, for Parquet. */
  readonly names?: readonly string[];
  readonly parquet?: string;
}

/** Rows of one table of a DuckDB database. */
export interface Export {
  readonly table: string;
  readonly columns: readonly ExportColumn[];
  readonly where: Sql;
}
