import { createHash, type Hash } from 'node:crypto';
import type { TableDefinition } from '../table';

/** Tells data from other data: of all rows so far, however they are cut into batches, and of each batch. */
export class Fingerprint {
  private readonly whole: Hash = createHash('sha256');
  private readonly names: readonly string[];

  constructor(table: TableDefinition) {
    this.names = Object.keys(table.columns);
  }

  /** Takes the next rows in; gives the fingerprint of these alone. */
  add(rows: readonly unknown[]): string {
    const text = this.textOf(rows);
    this.whole.update(text);
    return createHash('sha256').update(text).digest('base64');
  }

  /** Of all that was taken in. */
  digest(): string {
    return this.whole.digest('base64');
  }

  private textOf(rows: readonly unknown[]): string {
    if (rows.length === 0) return '';
    const tuples = rows.map((row) => {
      const cells = (row ?? {}) as Record<string, unknown>;
      return this.names.map((name) => cells[name]);
    });
    try {
      // Without its brackets, so that rows follow one another as they would in one batch.
      return `${JSON.stringify(tuples).slice(1, -1)},`;
    } catch {
      // What cannot be written as JSON cannot be inserted either.
      return 'no rows,';
    }
  }
}
