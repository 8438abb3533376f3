import autocannon from 'autocannon';
import { ADD_SEGMENTS, allocate, putFlow, segment } from './dataset';
import { ask } from './load';

const CLIENTS = 32;
/** Segments that a client has ready: more than it can send. */
const SEGMENTS_A_CLIENT = 1_000;

/** A way to register one segment. */
export interface OneSegment {
  /** Number of the first of the flows that it writes to: no two ways share theirs. */
  readonly firstFlow: number;
  readonly request: (flow: string, objectId: string, n: number) => { path: string; body: string };
}

export const graphSegment: OneSegment = {
  firstFlow: 1_000_000,
  request: (flow, objectId, n) => ({
    path: '/graphql',
    body: JSON.stringify({
      query: ADD_SEGMENTS,
      variables: { flow, segments: [segment(objectId, n)] },
    }),
  }),
};

export const restSegment: OneSegment = {
  firstFlow: 2_000_000,
  request: (flow, objectId, n) => {
    const { timerange, sampleCount, keyFrameCount } = segment(objectId, n);
    return {
      path: `/tams/v7.0/flows/${flow}/segments`,
      body: JSON.stringify({
        object_id: objectId,
        timerange,
        sample_count: sampleCount,
        key_frame_count: keyFrameCount,
      }),
    };
  },
};

/**
 * Segments a second with one segment a request from 32 clients, each with a flow of its own, for `seconds`. The clients are
 * written for little work, for they share the machine with the server.
 * @throws Error when a segment was not registered
 */
export async function singleSegments(
  url: string,
  seconds: number,
  { firstFlow, request }: OneSegment,
): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const flow = await putFlow(url, firstFlow + client);
      const objects: string[] = [];
      while (objects.length < SEGMENTS_A_CLIENT) objects.push(...(await allocate(url, flow, 1000)));
      return { flow, objects };
    }),
  );
  let next = 0;
  const result = await autocannon({
    url,
    connections: CLIENTS,
    duration: seconds,
    setupClient: (client) => {
      const { flow, objects } = clients[next++]!;
      let n = 0;
      const setupRequest = (asked: autocannon.Request) => {
        const made = { ...asked, ...request(flow, objects[n]!, n) };
        n += 1;
        return made;
      };
      client.setRequests([{ ...POST, setupRequest }]);
    },
  });
  const answered = result['2xx'];
  const stored = await Promise.all(clients.map(({ flow }) => segmentsIn(url, flow)));
  const total = stored.reduce((sum, of) => sum + of, 0);
  if (result.non2xx > 0 || result.errors > 0 || total < answered)
    throw new Error(
      `Of ${answered} segments ${total} were registered; ${result.non2xx} were refused, ${result.errors} failed`,
    );
  return answered / result.duration;
}

const POST = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;

async function segmentsIn(url: string, flow: string): Promise<number> {
  const data = await ask<{ flow: { coverage: { segmentCount: number } } }>(url, SEGMENT_COUNT, { flow });
  return data.flow.coverage.segmentCount;
}

const SEGMENT_COUNT = /* GraphQL */ `
  query SegmentCount($flow: UUID!) {
    flow(id: $flow) {
      coverage {
        segmentCount
      }
    }
  }
`;
