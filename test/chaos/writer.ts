import { ask } from '../bench/load';
import type { Random } from '../rest-compat/hostile/random';
import { pause } from '../support/stream-client';

const ADD = `mutation ($flow: UUID!, $segments: [SegmentInput!]!) {
  addSegments(flowId: $flow, segments: $segments) { added failed { error { type } } }
}`;
const DELETE = `mutation ($flow: UUID!, $timerange: TimeRange) {
  deleteSegments(flowId: $flow, timerange: $timerange) { segmentsDeleted request { id } }
}`;
const UPDATE = `mutation ($id: UUID!, $label: String!) { updateFlow(id: $id, patch: { label: $label }) { id } }`;

interface Segment {
  readonly objectId: string;
  readonly timerange: string;
}

interface Added {
  readonly addSegments: {
    readonly added: number;
    readonly failed: readonly { readonly error: { readonly type: string } }[];
  };
}

/**
 * Adds and deletes segments of one second each on a flow of its own, one request after the other. A request whose answer was lost
 * may have been carried out or not, so it is sent again until one is answered.
 */
export class Writer {
  /** Every segment whose registration was acknowledged. */
  readonly acknowledged: Segment[] = [];
  /** Acknowledged deletions of segments that were there. */
  readonly deletions: { readonly from: number; readonly to: number }[] = [];
  /** By the second at which they begin: what should be there now. */
  readonly live = new Map<number, string>();
  requests = 0;
  retries = 0;
  private next = 0;

  constructor(
    readonly flow: string,
    private readonly random: Random,
  ) {}

  async write(url: () => string, until: () => boolean): Promise<void> {
    while (!until()) {
      const dice = this.random.below(100);
      if (dice < 55) await this.add(url, 1 + this.random.below(4));
      // More than are read of an event at once, so that feeds are cut within it.
      else if (dice < 57) await this.add(url, 150 + this.random.below(150));
      else if (dice < 85) await this.delete(url);
      else await this.sent(() => ask(url(), UPDATE, { id: this.flow, label: `label ${this.requests}` }));
      await pause(this.random.below(15));
    }
  }

  /** The next segment begins at this second. */
  skipTo(second: number): void {
    this.next = second;
  }

  async add(url: () => string, count: number): Promise<void> {
    const first = this.next;
    this.next += count;
    const segments = Array.from({ length: count }, (_, i) => ({
      objectId: `${this.flow}-${first + i}`,
      timerange: `[${first + i}:0_${first + i + 1}:0)`,
    }));
    const input = segments.map((segment) => ({
      ...segment,
      getUrls: [{ url: `https://media.example/${segment.objectId}` }],
    }));
    let lost = 0;
    const { addSegments } = await this.sent(async (attempt) => {
      lost = attempt;
      return ask<Added>(url(), ADD, { flow: this.flow, segments: input });
    });
    // All, or, when an earlier attempt has registered them, none.
    const all = addSegments.added === count;
    const before = lost > 0 && addSegments.failed.length === count;
    if (!all && !before) throw new Error(JSON.stringify(addSegments).slice(0, 500));
    this.acknowledged.push(...segments);
    segments.forEach(({ objectId }, i) => this.live.set(first + i, objectId));
  }

  private async delete(url: () => string): Promise<void> {
    if (this.next === 0) return;
    const from = this.random.below(this.next);
    const to = from + 1 + this.random.below(8);
    await this.sent(() => ask(url(), DELETE, { flow: this.flow, timerange: `[${from}:0_${to}:0)` }));
    for (let second = from; second < to; second += 1)
      if (this.live.delete(second)) this.deletions.push({ from: second, to: second + 1 });
  }

  /** Sends until there is an answer; the server may be down. An answer that is an error fails the test. */
  private async sent<T>(send: (attempt: number) => Promise<T>): Promise<T> {
    this.requests += 1;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await send(attempt);
      } catch (error) {
        if (!wasLost(error) || attempt > 1_000) throw error;
        this.retries += 1;
        await pause(50);
      }
    }
  }
}

/** `fetch` throws TypeErrors when there is no whole answer, and JSON that was cut is none. By name: Jest has globals of its own. */
const wasLost = (error: unknown) => ['TypeError', 'SyntaxError'].includes((error as Error).name);
