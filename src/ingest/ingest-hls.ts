import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IngestError } from './errors';
import { essencesOf, type SoundOptions } from './essence';
import { bitRatesOf, planFlows, type DescribedRendition, type FlowPlan } from './flow-plan';
import { GatewayClient } from './gateway-client';
import { Limiter } from './limiter';
import {
  existingFlows,
  existingSources,
  labelSource,
  putFlow,
  setCollection,
  type Format,
} from './operations';
import { SILENT, type Progress } from './progress';
import { RenditionIngest, type IngestContext } from './rendition-ingest';
import { readPresentation, type Rendition } from './renditions';
import { SegmentMedia, sizesOf } from './segment-media';
import { parseTimestamp } from './time';
import type { TimelineOptions } from './timeline';

/** What `ingestHls` is to do. */
export interface IngestOptions {
  /** Path or http(s) URL of a media or multivariant playlist. */
  readonly playlist: string;
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** For a gateway with authentication on: one with the scopes read and, to bring media in, write. */
  readonly token?: string | undefined;
  /** What sources and flows are called; the playlist's name when left out. */
  readonly label?: string | undefined;
  /** What ids are made of; the playlist's path or URL (without query) when left out. */
  readonly idSeed?: string | undefined;
  /** TAMS timestamp of the first segment's start; `0:0` when left out. */
  readonly start?: string | undefined;
  /** Take the first segment's start from EXT-X-PROGRAM-DATE-TIME instead. */
  readonly useProgramDateTime?: boolean | undefined;
  /** For sound whose segments do not tell it. */
  readonly sampleRate?: number | undefined;
  /** For sound whose segments do not tell it. */
  readonly channels?: number | undefined;
  /** How many segments are fetched and uploaded at once, 1 to 32; 4 when left out. */
  readonly concurrency?: number | undefined;
  /** Stops the ingest: what has begun is finished and registered. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

/** What was done for one flow; flows without media of their own have zeros. */
export interface FlowSummary {
  readonly id: string;
  readonly label: string;
  readonly format: Format;
  readonly segmentsAdded: number;
  readonly segmentsSkipped: number;
  readonly bytes: number;
}

export interface IngestSummary {
  readonly flows: readonly FlowSummary[];
  readonly segmentsAdded: number;
  /** Segments that were there already. */
  readonly segmentsSkipped: number;
  /** Uploaded. */
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Brings an HLS presentation into a gateway: its sources, flows and collection, then its media, segment by segment. Run
 * again, it adds only what is missing; a live playlist is followed until it ends.
 * @throws IngestError with one sentence for people; `interrupted` once `signal` has aborted it
 */
export async function ingestHls(options: IngestOptions): Promise<IngestSummary> {
  const began = Date.now();
  const { timeline, concurrency } = checked(options);
  const gateway = new GatewayClient(options.gateway, options.token);
  const progress = options.progress ?? SILENT;
  const presentation = await readPresentation(options.playlist, options.signal);
  await gateway.greet(options.signal);
  for (const what of presentation.leftOut) progress.note(`Left out: ${what}.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'tams-ingest-'));
  try {
    const media = new SegmentMedia(folder);
    const described = await Promise.all(presentation.renditions.map((one) => describe(one, media, options)));
    const plan = planFlows(
      described,
      options.idSeed ?? presentation.identity,
      options.label ?? presentation.title,
    );
    await register(gateway, plan);
    const uploads = new Limiter(concurrency);
    const shared = { gateway, media, uploads, progress, timeline };
    const tallies = await runAll(shared, presentation.renditions, plan, options.signal);
    return summary(plan, tallies, began);
  } finally {
    progress.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function checked({ start = '0:0', useProgramDateTime = false, concurrency = 4, ...rest }: IngestOptions): {
  timeline: TimelineOptions;
  concurrency: number;
} {
  const time = parseTimestamp(start);
  const wrong = (what: string): IngestError => new IngestError('usage', `${what}.`);
  if (time === null)
    throw wrong(`"${start}" is no TAMS timestamp: give seconds and nanoseconds, such as 10:500000000`);
  if (!isCount(concurrency, 32)) throw wrong('The concurrency must be a whole number from 1 to 32');
  if (rest.sampleRate !== undefined && !isCount(rest.sampleRate, 10_000_000)) {
    throw wrong('The sample rate must be a whole number of samples a second');
  }
  if (rest.channels !== undefined && !isCount(rest.channels, 1024)) {
    throw wrong('The number of channels must be a whole number from 1 to 1024');
  }
  if (rest.idSeed === '') throw wrong('The id seed must not be empty');
  return { timeline: { start: time, useProgramDateTime }, concurrency };
}

const isCount = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

/** Looks into a rendition's first segment. */
async function describe(
  rendition: Rendition,
  media: SegmentMedia,
  sound: SoundOptions,
): Promise<DescribedRendition> {
  const { segments } = rendition.playlist;
  const first = segments.find(({ missing }) => !missing)!;
  const parts = await media.parts(first);
  const probe = await media.look(first, parts);
  await media.release(first, parts);
  const essences = essencesOf(rendition, probe, sound);
  const bitRates = bitRatesOf(rendition, await sizesOf(segments));
  return { rendition, container: probe.container, essences, bitRates };
}

/**
 * Creates the flows that are missing. Those that are there stay as they are, because people may have changed them; only
 * members that a collection lacks are added to it.
 */
async function register(gateway: GatewayClient, { flows, sourceLabels }: FlowPlan): Promise<void> {
  const flowsThere = await existingFlows(
    gateway,
    flows.map(({ id }) => id),
  );
  const sourcesThere = await existingSources(gateway, [...sourceLabels.keys()]);
  for (const flow of flows) {
    const collection = flowsThere.get(flow.id);
    if (!collection) await putFlow(gateway, flow);
    else {
      const missing = (flow.flowCollection ?? []).filter(
        ({ id }) => !collection.some((item) => item.id === id),
      );
      if (missing.length > 0) await setCollection(gateway, flow.id, [...collection, ...missing]);
    }
  }
  for (const [id, label] of sourceLabels) if (!sourcesThere.has(id)) await labelSource(gateway, id, label);
}

/** Runs all renditions side by side; when one fails, the others stop after what they have begun. */
async function runAll(
  shared: Omit<IngestContext, 'signal' | 'failed'>,
  renditions: readonly Rendition[],
  { targets }: FlowPlan,
  signal: AbortSignal | undefined,
): Promise<readonly RenditionIngest[]> {
  const failed = new AbortController();
  const context = {
    ...shared,
    failed,
    signal: signal ? AbortSignal.any([signal, failed.signal]) : failed.signal,
  };
  const ingests = renditions.map(
    (rendition, index) => new RenditionIngest(context, rendition, targets[index]!),
  );
  const outcomes = await Promise.allSettled(
    ingests.map(async (ingest) =>
      ingest.run().catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  if (signal?.aborted) {
    const added = ingests.reduce((sum, { tally }) => sum + tally.added, 0);
    throw new IngestError(
      'interrupted',
      `Stopped after ${added} segments; run the same command again to add the rest.`,
    );
  }
  return ingests;
}

function summary(
  { flows, targets }: FlowPlan,
  ingests: readonly RenditionIngest[],
  began: number,
): IngestSummary {
  const none = { added: 0, skipped: 0, bytes: 0 };
  const perFlow = flows.map(({ id, label, format }) => {
    const index = targets.findIndex((target) => target.id === id);
    const { added, skipped, bytes } = ingests[index]?.tally ?? none;
    return { id, label, format, segmentsAdded: added, segmentsSkipped: skipped, bytes };
  });
  const sum = (value: (flow: FlowSummary) => number): number =>
    perFlow.reduce((total, flow) => total + value(flow), 0);
  return {
    flows: perFlow,
    segmentsAdded: sum(({ segmentsAdded }) => segmentsAdded),
    segmentsSkipped: sum(({ segmentsSkipped }) => segmentsSkipped),
    bytes: sum(({ bytes }) => bytes),
    seconds: (Date.now() - began) / 1000,
  };
}
