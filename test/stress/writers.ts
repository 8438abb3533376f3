import { addSegments, externalSegment, putFlow } from '../bench/dataset';
import { ask } from '../bench/load';

/** Clients that each add segments to a flow of their own, one a request, the next when the last is acknowledged. */
export class Writers {
  /** How long each acknowledgement took, in milliseconds. */
  readonly took: number[] = [];
  private readonly acknowledged = new Map<string, number>();
  private going = true;

  private constructor(private readonly url: string) {}

  /** @param firstFlow number of the first flow: no others may write to them */
  static async start(
    url: string,
    count: number,
    firstFlow: number,
    pauseMs = 0,
  ): Promise<{ writers: Writers; stop: () => Promise<void> }> {
    const writers = new Writers(url);
    const flows = await Promise.all(Array.from({ length: count }, (_, n) => putFlow(url, firstFlow + n)));
    const writing = Promise.all(flows.map((flow) => writers.write(flow, pauseMs)));
    return {
      writers,
      stop: async () => {
        writers.going = false;
        await writing;
      },
    };
  }

  private async write(flow: string, pauseMs: number): Promise<void> {
    for (let n = 0; this.going; n += 1) {
      const began = performance.now();
      await addSegments(this.url, flow, [externalSegment(`${flow}-${n}`, n)]);
      this.took.push(performance.now() - began);
      this.acknowledged.set(flow, n + 1);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** A sentence for each flow that does not have exactly what was acknowledged. */
  async wrong(): Promise<string[]> {
    const query = 'query ($id: UUID!) { flow(id: $id) { coverage { segmentCount } } }';
    const found = await Promise.all(
      [...this.acknowledged].map(async ([id, wanted]) => {
        const { flow } = await ask<{ flow: { coverage: { segmentCount: number } } }>(this.url, query, { id });
        const { segmentCount } = flow.coverage;
        return segmentCount === wanted
          ? null
          : `Flow ${id} has ${segmentCount} segments, ${wanted} were acknowledged`;
      }),
    );
    return found.filter((sentence) => sentence !== null);
  }
}
