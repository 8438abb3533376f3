import { addSegments, allocate, putFlow, segment } from './dataset';

const CLIENTS = 32;

/** A way to register one segment. */
export interface OneSegment {
  /** Number of the first of the flows that it writes to: no two ways share theirs. */
  readonly firstFlow: number;
  /** @throws Error when the segment was not registered */
  readonly add: (url: string, flow: string, objectId: string, n: number) => Promise<void>;
}

export const graphSegment: OneSegment = {
  firstFlow: 1_000_000,
  add: (url, flow, objectId, n) => addSegments(url, flow, [segment(objectId, n)]),
};

export const restSegment: OneSegment = { firstFlow: 2_000_000, add: postSegment };

async function postSegment(url: string, flow: string, objectId: string, n: number): Promise<void> {
  const { timerange, sampleCount, keyFrameCount } = segment(objectId, n);
  const answer = await fetch(`${url}/tams/v7.0/flows/${flow}/segments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      object_id: objectId,
      timerange,
      sample_count: sampleCount,
      key_frame_count: keyFrameCount,
    }),
  });
  await answer.arrayBuffer();
  if (answer.status !== 201) throw new Error(`A segment was answered with ${answer.status}`);
}

/** Segments a second with one segment a request from 32 clients, each with a flow of its own, for `seconds`. */
export async function singleSegments(
  url: string,
  seconds: number,
  { firstFlow, add }: OneSegment,
): Promise<number> {
  const perClient = 4_000;
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const flow = await putFlow(url, firstFlow + client);
      const objects: string[] = [];
      while (objects.length < perClient) objects.push(...(await allocate(url, flow, 1000)));
      return { flow, objects };
    }),
  );
  const end = performance.now() + seconds * 1000;
  const began = performance.now();
  const counts = await Promise.all(
    clients.map(async ({ flow, objects }) => {
      let n = 0;
      for (; n < objects.length && performance.now() < end; n += 1) {
        await add(url, flow, objects[n]!, n);
      }
      return n;
    }),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (total * 1000) / (performance.now() - began);
}
