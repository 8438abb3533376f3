import { randomUUID } from 'node:crypto';
import { graphql } from '../server/gateway';

/** Input of the n-th segment of a flow: one second each. */
export const segmentInput = (flowId: string, n: number) => ({
  objectId: `${flowId}-${n}`,
  timerange: `[${n}:0_${n + 1}:0)`,
  getUrls: [{ url: `https://media.example/${flowId}/${n}.ts` }],
});

/** Registers segments `from` up to, not with, `to` in one request. */
export async function addRange(url: string, flowId: string, from: number, to: number): Promise<void> {
  const segments = Array.from({ length: to - from }, (_, i) => segmentInput(flowId, from + i));
  const { errors } = await graphql(
    url,
    'mutation ($flow: UUID!, $segments: [SegmentInput!]!) { addSegments(flowId: $flow, segments: $segments) { added } }',
    { flow: flowId, segments },
  );
  if (errors) throw new Error(JSON.stringify(errors));
}

/** Makes a sound flow: one of another format than `makeFlow` makes. */
export async function makeAudioFlow(url: string): Promise<string> {
  const id = randomUUID();
  const { errors } = await graphql(
    url,
    'mutation ($input: FlowInput!) { putFlow(input: $input) { created } }',
    {
      input: {
        id,
        sourceId: randomUUID(),
        format: 'AUDIO',
        codec: 'audio/aac',
        container: 'video/mp2t',
        audio: { sampleRate: 48_000, channels: 2 },
      },
    },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return id;
}

/** Somebody who registers segments without end, three at a time; while the gateway is away it tries on. */
export class Writer {
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(url: string, flowId: string) {
    this.#done = this.#write(url, flowId);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #write(url: string, flowId: string): Promise<void> {
    for (let n = 0; !this.#stopped; n += 3) {
      // Whether a request that was cut off has been carried out, the log tells.
      await addRange(url, flowId, n, n + 3).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
