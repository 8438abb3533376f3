import { NodeProcess, TAMS_GRAPH, type Ended } from '../support/server-process';

/** A line of `tams-graph follow`. */
export interface Line {
  readonly cursor: string;
  readonly [field: string]: unknown;
}

/** `tams-graph follow` in a process of its own. */
export class Follower extends NodeProcess {
  #end: Ended | null = null;

  constructor(url: string, ...args: string[]) {
    super([TAMS_GRAPH, 'follow', url, ...args]);
    void this.ended.then((end) => (this.#end = end));
  }

  /** Every whole line so far. */
  get lines(): Line[] {
    return linesOf(this.output);
  }

  /** Waits until there are so many lines. */
  async untilLines(count: number): Promise<Line[]> {
    await this.untilTrue(() => this.output.split('\n').length > count);
    return this.lines;
  }

  /** Waits until the line with this cursor is there. */
  async untilCursor(cursor: string): Promise<Line[]> {
    await this.untilTrue(() => this.output.includes(`{"cursor":"${cursor}",`) && this.output.endsWith('\n'));
    return this.lines;
  }

  /** Waits until standard error has this. */
  untilErrors(text: string): Promise<void> {
    return this.untilTrue(() => this.errors.includes(text));
  }

  private async untilTrue(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#end) throw new Error(`It ended with status ${this.#end.status}: ${this.errors}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The lines of a text, without one that has not ended. */
export const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
