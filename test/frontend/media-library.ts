import { randomUUID } from 'node:crypto';
import { graphql } from '../server/gateway';

/** Ids of a flow made for a test, and of its source. */
export interface MadeFlow {
  readonly id: string;
  readonly sourceId: string;
}

/** Makes a video flow over the public API. */
export async function makeFlow(url: string, label: string): Promise<MadeFlow> {
  const made = { id: randomUUID(), sourceId: randomUUID() };
  await succeed(url, 'mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', {
    input: {
      ...made,
      format: 'VIDEO',
      label,
      codec: 'video/h264',
      container: 'video/mp2t',
      tags: [{ name: 'made-for', value: 'test' }],
      video: { frameWidth: 640, frameHeight: 360, frameRate: { numerator: 25 } },
    },
  });
  return made;
}

/** Registers `count` segments of one second each, from 0:0 on; their media lies outside the store. */
export async function addSegments(url: string, flowId: string, count: number): Promise<void> {
  const segments = Array.from({ length: count }, (_, second) => ({
    objectId: `${flowId}-${second}`,
    timerange: `[${second}:0_${second + 1}:0)`,
    getUrls: [{ url: `https://media.example/${flowId}/${second}.ts` }],
  }));
  const { addSegments: payload } = await succeed<{ addSegments: { added: number } }>(
    url,
    'mutation ($flow: UUID!, $segments: [SegmentInput!]!) { addSegments(flowId: $flow, segments: $segments) { added } }',
    { flow: flowId, segments },
  );
  if (payload.added !== count) throw new Error(`Only ${payload.added} of ${count} segments were added.`);
}

async function succeed<T>(url: string, query: string, variables: Record<string, unknown>): Promise<T> {
  const { data, errors } = await graphql<T>(url, query, variables);
  if (!data || errors) throw new Error(`The set-up failed: ${JSON.stringify(errors)}`);
  return data;
}
