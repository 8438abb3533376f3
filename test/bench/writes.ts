import { addSegments, allocate, putFlow, segment } from './dataset';

const CLIENTS = 32;

/** Segments a second with one segment a request from 32 clients, each with a flow of its own, for `seconds`. */
export async function singleSegments(url: string, seconds: number): Promise<number> {
  const perClient = 4_000;
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const flow = await putFlow(url, 1_000_000 + client);
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
        await addSegments(url, flow, [segment(objects[n]!, n)]);
      }
      return n;
    }),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (total * 1000) / (performance.now() - began);
}
