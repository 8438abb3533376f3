import { IngestError } from './errors';
import type { FilePart } from './fetching';
import type { GatewayClient } from './gateway-client';
import { newObjectId, sequenceOf } from './ids';
import type { Limiter } from './limiter';
import { display } from './location';
import {
  addSegments,
  allocate,
  segmentsOf,
  type Allocation,
  type FlowInput,
  type SegmentInput,
} from './operations';
import type { MediaPlaylist } from './playlist';
import type { Progress } from './progress';
import { halfTarget, readMediaPlaylist, type Rendition } from './renditions';
import { pause } from './retry';
import type { SegmentMedia } from './segment-media';
import { formatSpan, formatTimestamp, type Nanoseconds } from './time';
import { Timeline, type KnownSegment, type PlacedSegment, type TimelineOptions } from './timeline';
import { upload } from './upload';

/** What the renditions of one ingest share. */
export interface IngestContext {
  readonly gateway: GatewayClient;
  readonly media: SegmentMedia;
  readonly uploads: Limiter;
  readonly progress: Progress;
  readonly timeline: TimelineOptions;
  /** Starts nothing new once it aborts; what has begun is finished and registered. */
  readonly signal: AbortSignal;
  /** Aborts `signal` and `failed.signal` for all renditions: the ingest cannot succeed any more. */
  readonly failed: AbortController;
}

/** What was done for one flow. */
export interface Tally {
  added: number;
  skipped: number;
  bytes: number;
}

/** A segment to add; `parts` are there if it had to be looked into already. */
interface Pending {
  readonly placed: PlacedSegment;
  readonly tsOffset: Nanoseconds;
  readonly parts: FilePart[] | null;
}

/** Segments that are allocated, uploaded and registered together: at most this many uploads are lost in a crash. */
const BATCH = 20;

/** A live playlist that has not grown for so long is taken for dead. */
const PATIENCE_MS = 600_000;

/**
 * Brings one media playlist's segments into one flow and, if it is live, follows it until it ends. What the flow has
 * already is left alone, so running it again adds only what is missing.
 */
export class RenditionIngest {
  readonly tally: Tally = { added: 0, skipped: 0, bytes: 0 };
  /** Timeranges of segments that are there, but not from here. */
  readonly #foreign = new Set<string>();
  #tsOffset: Nanoseconds | null = null;

  constructor(
    private readonly context: IngestContext,
    private readonly rendition: Rendition,
    private readonly flow: FlowInput,
  ) {}

  /** @throws IngestError; what was uploaded before is registered then */
  async run(): Promise<void> {
    const { signal } = this.context;
    const timeline = new Timeline(await this.#known(), this.context.timeline);
    let playlist = this.rendition.playlist;
    let grewAt = Date.now();
    for (;;) {
      const placed = timeline.place(playlist);
      if (placed.length > 0) grewAt = Date.now();
      this.context.progress.expect(placed.length);
      await this.#add(placed, playlist.ended);
      if (playlist.ended || signal.aborted) return;
      if (Date.now() - grewAt > PATIENCE_MS)
        throw this.#playlistError('has not grown for ten minutes and did not end');
      await pause(halfTarget(playlist) * (placed.length > 0 ? 2 : 1), signal);
      const next = await this.#reload();
      if (!next) return;
      this.#requireNotRestarted(next, timeline);
      playlist = next;
    }
  }

  /** What the flow holds from earlier runs, by media sequence number. */
  async #known(): Promise<Map<number, KnownSegment>> {
    const known = new Map<number, KnownSegment>();
    for await (const { objectId, timerange, start, end, tsOffset } of segmentsOf(
      this.context.gateway,
      this.flow.id,
    )) {
      const sequence = sequenceOf(objectId, this.flow.id);
      if (sequence === null) this.#foreign.add(timerange);
      else known.set(sequence, { span: { start, end }, tsOffset });
    }
    return known;
  }

  /** The playlist as it is now; null once the ingest is to stop. */
  async #reload(): Promise<MediaPlaylist | null> {
    const { signal } = this.context;
    try {
      return signal.aborted ? null : await readMediaPlaylist(this.rendition.location, signal);
    } catch (error) {
      if (isAborted(signal)) return null;
      throw error;
    }
  }

  /** A cache may answer with a slightly older playlist; numbers far behind mean that the encoder began anew. */
  #requireNotRestarted(playlist: MediaPlaylist, timeline: Timeline): void {
    const last = playlist.segments.at(-1);
    if (!last || timeline.awaited === null) return;
    if (last.sequence + 1 + playlist.segments.length < timeline.awaited) {
      throw this.#playlistError(
        'began anew with lower sequence numbers: ingest it as another one, with an id seed',
      );
    }
  }

  async #add(placed: readonly PlacedSegment[], ended: boolean): Promise<void> {
    let batch: Pending[] = [];
    for (const one of placed) {
      if (this.context.signal.aborted) break;
      const pending = await this.#pending(one, ended);
      if (pending) batch.push(pending);
      if (batch.length < BATCH) continue;
      await this.#store(batch, ended);
      batch = [];
    }
    if (batch.length > 0) await this.#store(batch, ended);
  }

  /** Null: nothing is to be added for it. */
  async #pending(placed: PlacedSegment, ended: boolean): Promise<Pending | null> {
    const { segment, span, known, restarts, lost } = placed;
    const { progress, media } = this.context;
    if (lost > 0) {
      progress.note(
        `${this.flow.label}: ${lost} segments left the live playlist unseen; a gap before ${formatTimestamp(span.start)} stands for them.`,
      );
    }
    if (restarts) this.#tsOffset = null;
    if (known) this.#tsOffset = known.tsOffset;
    if (known || this.#foreign.has(formatSpan(span))) {
      this.tally.skipped += 1;
      progress.advance(1, 0);
      return null;
    }
    if (segment.missing) {
      progress.note(`${this.flow.label}: the playlist has no media for ${formatSpan(span)} (EXT-X-GAP).`);
      progress.advance(1, 0);
      return null;
    }
    if (this.#tsOffset !== null) return { placed, tsOffset: this.#tsOffset, parts: null };
    try {
      const parts = await this.context.uploads.run(() => media.parts(segment));
      const { firstTime } = await media.look(segment, parts);
      this.#tsOffset = firstTime === null ? 0n : span.start - firstTime;
      return { placed, tsOffset: this.#tsOffset, parts };
    } catch (error) {
      this.#tolerateLoss(error, placed, ended);
      return null;
    }
  }

  /** Uploads first, registers then: a crash in between leaves nothing but unused objects, which the gateway forgets. */
  async #store(batch: readonly Pending[], ended: boolean): Promise<void> {
    const { gateway, uploads } = this.context;
    const allocations = await allocate(gateway, this.flow.id, () =>
      batch.map(({ placed }) => newObjectId(this.flow.id, placed.segment.sequence)),
    );
    const outcomes = await Promise.allSettled(
      batch.map((pending, index) =>
        uploads
          .run(() => this.#upload(pending, allocations[index]))
          .catch((error: unknown) => {
            // The rest of the batch must not each wait for a store that is gone.
            if (ended || !isLoss(error)) this.context.failed.abort();
            throw error;
          }),
      ),
    );
    const uploaded = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? (outcome.value ?? []) : [],
    );
    if (uploaded.length > 0) {
      await addSegments(gateway, this.flow.id, uploaded);
      this.tally.added += uploaded.length;
    }
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'rejected') this.#tolerateLoss(outcome.reason, batch[index]!.placed, ended);
    });
  }

  /** Null if the ingest is to stop and this segment had not begun. */
  async #upload({ placed, tsOffset, parts }: Pending, allocation?: Allocation): Promise<SegmentInput | null> {
    const { media, progress, signal, failed } = this.context;
    if (!allocation)
      throw new IngestError('gateway', 'The gateway allocated fewer media objects than it was asked for.');
    if (signal.aborted && !parts) return null;
    const bytes = parts ?? (await media.parts(placed.segment));
    const size = await upload(allocation.putUrl, bytes, failed.signal);
    await media.release(placed.segment, bytes);
    this.tally.bytes += size;
    progress.advance(1, size);
    return {
      objectId: allocation.objectId,
      timerange: formatSpan(placed.span),
      tsOffset: formatTimestamp(tsOffset),
    };
  }

  /** A segment that left a live server before it was fetched is a gap; anything else ends the ingest. */
  #tolerateLoss(error: unknown, { span }: PlacedSegment, ended: boolean): void {
    if (ended || !isLoss(error)) throw error;
    this.context.progress.note(`${this.flow.label}: ${formatSpan(span)} is lost: ${error.message}`);
    this.context.progress.advance(1, 0);
  }

  #playlistError(what: string): IngestError {
    return new IngestError('playlist', `The live playlist ${display(this.rendition.location)} ${what}.`);
  }
}

function isLoss(error: unknown): error is IngestError {
  return error instanceof IngestError && error.failure === 'media';
}

/** Asked anew: the compiler takes a signal that was not aborted before an `await` for one that never will be. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
