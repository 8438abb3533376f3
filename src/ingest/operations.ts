import { GatewayRefusal, type GatewayClient } from './gateway-client';
import { parseTimestamp, type Nanoseconds, type Rational } from './time';
import { IngestError } from './errors';
import { retrying } from './retry';
import type { PutUrl } from './upload';

/** The formats that an ingest makes flows of. */
export type Format = 'VIDEO' | 'AUDIO' | 'MULTI';

/** A member of a flow's collection; `containerMapping` in TAMS' own names. */
export interface CollectionItem {
  readonly id: string;
  readonly role: string;
  readonly containerMapping?: Readonly<Record<string, unknown>> | null;
}

/** A flow as `putFlow` takes it: what this client fills in of FlowInput. */
export interface FlowInput {
  readonly id: string;
  readonly sourceId: string;
  readonly format: Format;
  readonly label: string;
  readonly codec?: string | null;
  readonly container?: string | null;
  readonly avgBitRate?: number | null;
  readonly maxBitRate?: number | null;
  readonly segmentDuration?: Rational | null;
  readonly video?: Readonly<Record<string, unknown>> | null;
  readonly audio?: Readonly<Record<string, unknown>> | null;
  readonly flowCollection?: readonly CollectionItem[];
}

/** A segment as it is registered, times as TAMS texts. */
export interface SegmentInput {
  readonly objectId: string;
  readonly timerange: string;
  readonly tsOffset: string;
}

/** A segment as the gateway lists it. */
export interface StoredSegment {
  readonly objectId: string;
  readonly timerange: string;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  readonly tsOffset: Nanoseconds;
}

/** Room for one media object. */
export interface Allocation {
  readonly objectId: string;
  readonly putUrl: PutUrl;
}

const PAGE = 500;

/** The ids of those flows that exist, each with its collection. */
export async function existingFlows(
  gateway: GatewayClient,
  ids: readonly string[],
): Promise<Map<string, readonly CollectionItem[]>> {
  const found = await byAlias<{
    flowCollection: { flow: { id: string }; role: string; containerMapping: null }[];
  }>(gateway, 'flow', '{ flowCollection { flow { id } role containerMapping } }', ids);
  return new Map(
    [...found].map(([id, { flowCollection }]) => [
      id,
      flowCollection.map(({ flow, role, containerMapping }) => ({ id: flow.id, role, containerMapping })),
    ]),
  );
}

/** The ids of those sources that exist. */
export async function existingSources(gateway: GatewayClient, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await byAlias(gateway, 'source', '{ id }', ids)).keys());
}

export async function putFlow(gateway: GatewayClient, input: FlowInput): Promise<void> {
  await gateway.request('mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', { input });
}

export async function setCollection(
  gateway: GatewayClient,
  id: string,
  flowCollection: readonly CollectionItem[],
): Promise<void> {
  await gateway.request(
    'mutation ($id: UUID!, $patch: FlowPatch!) { updateFlow(id: $id, patch: $patch) { id } }',
    {
      id,
      patch: { flowCollection },
    },
  );
}

export async function labelSource(gateway: GatewayClient, id: string, label: string): Promise<void> {
  await gateway.request(
    'mutation ($id: UUID!, $patch: SourcePatch!) { updateSource(id: $id, patch: $patch) { id } }',
    { id, patch: { label } },
  );
}

interface SegmentNode {
  readonly objectId: string;
  readonly timerange: string;
  readonly start: string;
  readonly end: string;
  readonly tsOffset: string | null;
}

/**
 * A flow's segments that overlap `timerange`, from the first to the last (or back, with `reverse`), page by page; none
 * for an unknown flow.
 */
export async function* segmentsOf(
  gateway: GatewayClient,
  flowId: string,
  timerange = '_',
  { reverse = false, page = PAGE }: { reverse?: boolean; page?: number } = {},
): AsyncGenerator<StoredSegment> {
  for (let after: string | null = null, more = true; more;) {
    const { flow }: { flow: { segments: SegmentPage } | null } = await gateway.request(
      `query ($id: UUID!, $timerange: TimeRange, $reverse: Boolean, $first: Int, $after: String) {
        flow(id: $id) {
          segments(timerange: $timerange, reverse: $reverse, first: $first, after: $after) {
            nodes { objectId timerange start end tsOffset }
            pageInfo { hasNextPage endCursor }
          }
        }
      }`,
      { id: flowId, timerange, reverse, first: page, after },
    );
    if (!flow) return;
    yield* flow.segments.nodes.map(storedSegment);
    ({ endCursor: after, hasNextPage: more } = flow.segments.pageInfo);
  }
}

interface SegmentPage {
  readonly nodes: readonly SegmentNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Asks for room for as many media objects as `newIds` names. Ids that were allocated by a request whose answer was lost
 * cannot be allocated twice, so each attempt takes new ones.
 */
export async function allocate(
  gateway: GatewayClient,
  flowId: string,
  newIds: () => readonly string[],
): Promise<readonly Allocation[]> {
  const attempt = (): Promise<{ allocateStorage: Allocation[] }> =>
    gateway.request(
      `mutation ($flowId: UUID!, $objectIds: [ID!]) {
        allocateStorage(flowId: $flowId, objectIds: $objectIds) { objectId putUrl { url contentType headers } }
      }`,
      { flowId, objectIds: newIds() },
      { retry: false },
    );
  const { allocateStorage } = await retrying(attempt);
  return allocateStorage;
}

interface FailedSegment {
  readonly objectId: string;
  readonly timerange: string;
  readonly error: { readonly type: string; readonly summary: string };
}

/**
 * Registers segments. A request whose answer was lost is sent again, and then finds its own segments in the way: these
 * are recognised by their object and count as registered.
 * @throws GatewayRefusal when a segment is refused for any other reason; the others are registered all the same
 */
export async function addSegments(
  gateway: GatewayClient,
  flowId: string,
  segments: readonly SegmentInput[],
): Promise<void> {
  const { addSegments: outcome } = await gateway.request<{ addSegments: { failed: FailedSegment[] } }>(
    `mutation ($flowId: UUID!, $segments: [SegmentInput!]!) {
      addSegments(flowId: $flowId, segments: $segments) { failed { objectId timerange error { type summary } } }
    }`,
    { flowId, segments },
  );
  for (const { objectId, timerange, error } of outcome.failed) {
    if (await isRegistered(gateway, flowId, objectId, timerange)) continue;
    throw new GatewayRefusal(`${error.summary} (segment ${timerange} of flow ${flowId})`, error.type);
  }
}

async function isRegistered(
  gateway: GatewayClient,
  flowId: string,
  objectId: string,
  timerange: string,
): Promise<boolean> {
  for await (const segment of segmentsOf(gateway, flowId, timerange)) {
    if (segment.objectId === objectId && segment.timerange === timerange) return true;
  }
  return false;
}

/** Asks for several things by id in one request; those that there are, by id. */
async function byAlias<T>(
  gateway: GatewayClient,
  field: 'flow' | 'source',
  selection: string,
  ids: readonly string[],
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (let from = 0; from < ids.length; from += 10) {
    const some = ids.slice(from, from + 10);
    const declared = some.map((_, index) => `$i${index}: UUID!`).join(', ');
    const fields = some.map((_, index) => `a${index}: ${field}(id: $i${index}) ${selection}`).join(' ');
    const answer = await gateway.request<Record<string, T | null>>(
      `query (${declared}) { ${fields} }`,
      Object.fromEntries(some.map((id, index) => [`i${index}`, id])),
    );
    some.forEach((id, index) => {
      const value = answer[`a${index}`];
      if (value) found.set(id, value);
    });
  }
  return found;
}

function storedSegment(node: SegmentNode): StoredSegment {
  const time = (text: string): Nanoseconds => {
    const value = parseTimestamp(text);
    if (value === null) throw new IngestError('gateway', `The gateway gave "${text}" for a timestamp.`);
    return value;
  };
  return {
    objectId: node.objectId,
    timerange: node.timerange,
    start: time(node.start),
    end: time(node.end),
    tsOffset: time(node.tsOffset ?? '0:0'),
  };
}
