import { createHash } from 'node:crypto';
import { ask } from './load';

/** A store of `flows` video flows with `segments` two-second segments each. */
export interface Dataset {
  readonly flows: readonly string[];
  readonly segments: number;
}

/** The n-th id of a kind: the same in every run, in the form of a version 4 UUID. */
export function idOf(kind: string, n: number): string {
  const hex = createHash('sha256').update(`${kind} ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const PUT_FLOW = /* GraphQL */ `
  mutation PutFlow($input: FlowInput!) {
    putFlow(input: $input) {
      created
    }
  }
`;
const ALLOCATE = /* GraphQL */ `
  mutation Allocate($flow: UUID!, $limit: Int) {
    allocateStorage(flowId: $flow, limit: $limit) {
      objectId
    }
  }
`;
export const ADD_SEGMENTS = /* GraphQL */ `
  mutation AddSegments($flow: UUID!, $segments: [SegmentInput!]!) {
    addSegments(flowId: $flow, segments: $segments) {
      added
      failed {
        objectId
        error {
          type
          summary
        }
      }
    }
  }
`;

export async function putFlow(url: string, n: number): Promise<string> {
  const id = idOf('flow', n);
  const input = {
    id,
    sourceId: idOf('source', n),
    format: 'VIDEO',
    codec: 'video/h264',
    container: 'video/mp2t',
    label: `Camera ${n}`,
    description: `What camera ${n} saw`,
    tags: [
      { name: 'event', value: `day ${n % 7}` },
      { name: 'camera', value: String(n) },
    ],
    avgBitRate: 5000,
    maxBitRate: 8000,
    segmentDuration: { numerator: 2, denominator: 1 },
    video: { frameWidth: 1920, frameHeight: 1080, frameRate: { numerator: 25, denominator: 1 } },
  };
  await ask(url, PUT_FLOW, { input });
  return id;
}

export async function allocate(url: string, flow: string, limit: number): Promise<string[]> {
  const data = await ask<{ allocateStorage: { objectId: string }[] }>(url, ALLOCATE, { flow, limit });
  return data.allocateStorage.map(({ objectId }) => objectId);
}

/** The n-th two-second segment of a flow, as GraphQL input. */
export const segment = (objectId: string, n: number) => ({
  objectId,
  timerange: `[${n * 2}:0_${n * 2 + 2}:0)`,
  sampleCount: 50,
  keyFrameCount: 1,
});

/** The same with media that lie elsewhere, so that nothing has to be allocated before. */
export const externalSegment = (objectId: string, n: number) => ({
  ...segment(objectId, n),
  getUrls: [{ url: `https://media.example/${objectId}` }],
});

interface Added {
  addSegments: { added: number; failed: unknown[] };
}

export async function addSegments(url: string, flow: string, segments: readonly unknown[]): Promise<void> {
  const { addSegments: outcome } = await ask<Added>(url, ADD_SEGMENTS, { flow, segments });
  if (outcome.added !== segments.length)
    throw new Error(`Only ${outcome.added} of ${segments.length} segments were added`);
}

/** Fills a store through the public API and says how many segments a second the requests of 1,000 took. */
export async function load(
  url: string,
  flows: number,
  segments: number,
): Promise<{ dataset: Dataset; perSecond: number }> {
  const ids: string[] = [];
  let spent = 0;
  for (let n = 0; n < flows; n += 1) {
    const flow = await putFlow(url, n);
    ids.push(flow);
    for (let from = 0; from < segments; from += 1000) {
      const count = Math.min(1000, segments - from);
      const objects = await allocate(url, flow, count);
      const batch = objects.map((objectId, i) => segment(objectId, from + i));
      const began = performance.now();
      await addSegments(url, flow, batch);
      spent += performance.now() - began;
    }
  }
  return { dataset: { flows: ids, segments }, perSecond: (flows * segments * 1000) / spent };
}
