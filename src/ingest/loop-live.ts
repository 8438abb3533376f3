import { IngestError } from './errors';
import { GatewayClient } from './gateway-client';
import { nameUuid } from './ids';
import {
  addSegments,
  existingFlows,
  putFlow,
  segmentsOf,
  type FlowInput,
  type Format,
  type StoredSegment,
} from './operations';
import { pause } from './retry';
import { formatSpan, formatTimestamp, SECOND, type Nanoseconds, type Rational, type Span } from './time';

/** What `loopLive` is to do. */
export interface LoopLiveOptions {
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** For a gateway with authentication on: one with the scopes read and, to bring media in, write. */
  readonly token?: string | undefined;
  /** The flow whose segments are shown again and again; it must have some, and media of its own. */
  readonly flowId: string;
  /** What the live flow and its source are called; `Live: ` and the flow's label when left out. */
  readonly label?: string | undefined;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  /** Hears of the live flow before its first segment. */
  readonly onFlow?: ((flowId: string) => void) | undefined;
  /** Hears of each segment after it is registered; `timerange` as TAMS writes it. */
  readonly onSegment?: ((timerange: string) => void) | undefined;
}

export interface LoopLiveSummary {
  readonly flowId: string;
  readonly segmentsAdded: number;
}

/** The most segments that are looped over. */
const LOOP_LIMIT = 1_000;

/** A loop that fell behind the clock by more than this (a machine that slept) leaves a gap and goes on from now. */
const BEHIND_LIMIT: Nanoseconds = 10n * SECOND;

/**
 * Keeps a flow growing as a live one does: each segment is registered at the moment at which a camera would have
 * finished it, at the time of day (UTC, nanoseconds since 1970) at which it was taken. Nothing is uploaded: the live
 * flow's segments name the media objects that the other flow's segments name, moved by their `tsOffset`. That is what
 * TAMS is made for, so the demo shows it, and it costs no disk however long the loop runs.
 *
 * A second run goes on behind the last segment, with a gap for the time in between.
 * @returns once `signal` aborts
 * @throws IngestError `usage` when there is nothing to loop over, `gateway` when the gateway fails
 */
export async function loopLive(options: LoopLiveOptions): Promise<LoopLiveSummary> {
  const { signal } = options;
  const gateway = new GatewayClient(options.gateway, options.token);
  await gateway.greet(signal);
  const segments = await segmentsToLoop(gateway, options.flowId);
  const flowId = await liveFlow(gateway, options);
  options.onFlow?.(flowId);
  let { index, end } = await position(gateway, flowId, segments);
  let segmentsAdded = 0;
  for (;;) {
    const original = segments[index % segments.length]!;
    const span = nextSpan(end, original);
    await pause(Math.max(0, millisecondsUntil(span.end)), signal);
    if (signal.aborted) return { flowId, segmentsAdded };
    const tsOffset = original.tsOffset + span.start - original.start;
    const timerange = formatSpan(span);
    const segment = { objectId: original.objectId, timerange, tsOffset: formatTimestamp(tsOffset) };
    await addSegments(gateway, flowId, [segment]);
    segmentsAdded += 1;
    options.onSegment?.(timerange);
    index += 1;
    ({ end } = span);
  }
}

async function segmentsToLoop(gateway: GatewayClient, flowId: string): Promise<StoredSegment[]> {
  const segments: StoredSegment[] = [];
  for await (const segment of segmentsOf(gateway, flowId)) {
    segments.push(segment);
    if (segments.length === LOOP_LIMIT) break;
  }
  if (segments.length > 0) return segments;
  throw new IngestError('usage', `Flow ${flowId} has no segments to loop over.`);
}

/** Behind the last live segment: where it ends, and which segment of the loop comes next. */
async function position(
  gateway: GatewayClient,
  flowId: string,
  loop: readonly StoredSegment[],
): Promise<{ index: number; end: Nanoseconds | null }> {
  for await (const last of segmentsOf(gateway, flowId, '_', { reverse: true, page: 1 })) {
    return { index: loop.findIndex(({ objectId }) => objectId === last.objectId) + 1, end: last.end };
  }
  return { index: 0, end: null };
}

function nextSpan(end: Nanoseconds | null, original: StoredSegment): Span {
  const now = BigInt(Date.now()) * 1_000_000n;
  const fresh = now - (now % SECOND);
  const start = end !== null && end > now - BEHIND_LIMIT ? end : fresh;
  return { start, end: start + original.end - original.start };
}

function millisecondsUntil(time: Nanoseconds): number {
  return Number(time / 1_000_000n) - Date.now();
}

interface FlowToCopy {
  readonly label: string | null;
  readonly format: Format;
  readonly codec: string | null;
  readonly container: string | null;
  readonly avgBitRate: number | null;
  readonly maxBitRate: number | null;
  readonly segmentDuration: Rational | null;
  readonly video?: Readonly<Record<string, unknown>>;
  readonly audio?: Readonly<Record<string, unknown>>;
}

/** The live flow's id; it is made, with a source of its own and the looped flow's essence, if it is not there. */
async function liveFlow(gateway: GatewayClient, { flowId, label }: LoopLiveOptions): Promise<string> {
  const id = nameUuid('live flow', flowId);
  if ((await existingFlows(gateway, [id])).has(id)) return id;
  const { flow } = await gateway.request<{ flow: FlowToCopy | null }>(FLOW_TO_COPY, { id: flowId });
  if (!flow) throw new IngestError('usage', `There is no flow ${flowId} to loop over.`);
  const input: FlowInput = {
    ...flow,
    id,
    sourceId: nameUuid('live source', flowId),
    label: label ?? `Live: ${flow.label ?? flowId}`,
  };
  await putFlow(gateway, input);
  return id;
}

const FLOW_TO_COPY = `query ($id: UUID!) {
  flow(id: $id) {
    label format codec container avgBitRate maxBitRate
    segmentDuration { numerator denominator }
    ... on VideoFlow {
      video: essenceParameters {
        frameWidth frameHeight
        frameRate { numerator denominator }
        avcParameters { profile level flags }
      }
    }
    ... on AudioFlow {
      audio: essenceParameters { sampleRate channels codecParameters { codedFrameSize mp4Oti } }
    }
  }
}`;
