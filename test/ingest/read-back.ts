import { graphql } from '../server/gateway';

/** A segment as a player would get it: its place, and its bytes through the first URL it is offered. */
export interface ReadSegment {
  readonly objectId: string;
  readonly timerange: string;
  readonly tsOffset: string;
  readonly bytes: Buffer;
}

interface Node {
  readonly objectId: string;
  readonly timerange: string;
  readonly tsOffset: string;
  readonly getUrls: readonly { readonly url: string }[];
}

/** Every segment of a flow in order, with its bytes. */
export async function readBack(gateway: string, flowId: string): Promise<ReadSegment[]> {
  const { data } = await graphql<{ flow: { segments: { nodes: Node[] } } }>(
    gateway,
    `
      query ($id: UUID!) {
        flow(id: $id) {
          segments(first: 1000) {
            nodes {
              objectId
              timerange
              tsOffset
              getUrls(presigned: true) {
                url
              }
            }
          }
        }
      }
    `,
    { id: flowId },
  );
  return Promise.all(
    data!.flow.segments.nodes.map(async ({ getUrls, ...segment }) => {
      const response = await fetch(getUrls[0]!.url);
      if (!response.ok) throw new Error(`${segment.objectId}: ${response.status}`);
      return { ...segment, bytes: Buffer.from(await response.arrayBuffer()) };
    }),
  );
}

/** The timeranges of a flow's segments in order. */
export async function timeranges(gateway: string, flowId: string): Promise<string[]> {
  const { data } = await graphql<{ flow: { segments: { nodes: { timerange: string }[] } } | null }>(
    gateway,
    'query ($id: UUID!) { flow(id: $id) { segments(first: 1000) { nodes { timerange } } } }',
    { id: flowId },
  );
  return data?.flow?.segments.nodes.map(({ timerange }) => timerange) ?? [];
}
