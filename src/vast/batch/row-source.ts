import { InvalidValue } from '../engine';

export type Rows<R> = Iterable<R> | AsyncIterable<R>;

/** Hands out rows of an array, an iterable or an async iterable, never holding more than it is asked for and one. */
export class RowSource {
  /** Number of the row that comes next. */
  position = 0;
  /** Whether there is no further row. Known once `take` has been called. */
  ended = false;
  private ahead: IteratorResult<unknown> | null = null;
  private thrown: { readonly error: unknown } | null = null;
  private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>;

  /** @throws InvalidValue when this is nothing that rows can be taken from */
  constructor(data: unknown) {
    this.iterator = iteratorOf(data);
  }

  /**
   * The next rows, fewer when there are no more. What these are is not checked.
   * @throws what the data throws, once the rows before that have been taken
   */
  async take(most: number): Promise<unknown[]> {
    const rows: unknown[] = [];
    try {
      while (!this.ended && !this.thrown) {
        if (!this.ahead) {
          const next = this.iterator.next();
          // Awaiting each row of an array would cost as much as its share of the work.
          this.ahead = 'then' in next ? await next : next;
        }
        if (this.ahead.done) this.ended = true;
        else if (rows.length === most) break;
        else {
          rows.push(this.ahead.value);
          this.ahead = null;
        }
      }
    } catch (error) {
      this.thrown = { error };
    }
    if (this.thrown && rows.length === 0) {
      this.ended = true;
      throw this.thrown.error;
    }
    this.position += rows.length;
    return rows;
  }

  /** Lets the data go that was not read. */
  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.iterator.return?.();
  }
}

function iteratorOf(data: unknown): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof data === 'object' && data !== null) {
    if (Symbol.asyncIterator in data) return (data as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    if (Symbol.iterator in data) return (data as Iterable<unknown>)[Symbol.iterator]();
  }
  throw new InvalidValue('The data must be an array, an iterable or an async iterable of rows');
}
