import { IngestError } from './errors';
import type { MediaPlaylist, PlaylistSegment } from './playlist';
import { nanosecondsOfDate, type Nanoseconds, type Span } from './time';

/** A segment that an earlier run registered. */
export interface KnownSegment {
  readonly span: Span;
  /** What turns the media object's own time into the timeline's. */
  readonly tsOffset: Nanoseconds;
}

/** Where a playlist's segments go when nothing is known of them yet. */
export interface TimelineOptions {
  /** The first segment starts here, unless a date is taken. */
  readonly start: Nanoseconds;
  /** Take EXT-X-PROGRAM-DATE-TIME (nanoseconds since 1970, UTC, without leap seconds) instead. */
  readonly useProgramDateTime: boolean;
}

/** A playlist's segment with its place on the flow's timeline. */
export interface PlacedSegment {
  readonly segment: PlaylistSegment;
  readonly span: Span;
  /** An earlier run's registration of it. */
  readonly known: KnownSegment | null;
  /** Time stamps do not follow from those of the segment before: a new offset must be found. */
  readonly restarts: boolean;
  /** So many segments before it slid out of the live window unseen. */
  readonly lost: number;
}

/**
 * Gives the segments of one media playlist their timeranges: each starts where the one before ends, by adding the
 * playlist's own durations as exact numbers, so that nothing drifts and nothing overlaps.
 *
 * What an earlier run registered stays where it is and everything else is placed by it. Segments that a live window
 * lost leave a gap of the target duration each (their own durations are not known), or up to the next segment's date
 * where dates are taken. Dates move the timeline only at such gaps and at discontinuities, and never backwards:
 * between these, durations are the finer measure.
 */
export class Timeline {
  #next: { readonly sequence: number; readonly start: Nanoseconds } | null = null;

  constructor(
    private readonly known: ReadonlyMap<number, KnownSegment>,
    private readonly options: TimelineOptions,
  ) {}

  /** The media sequence number that is awaited next; null before the first. */
  get awaited(): number | null {
    return this.#next?.sequence ?? null;
  }

  /** Places the segments of a reading of the playlist that no earlier reading had, in order. */
  place(playlist: MediaPlaylist): PlacedSegment[] {
    const awaited = this.awaited;
    const fresh = playlist.segments.filter(({ sequence }) => awaited === null || sequence >= awaited);
    return fresh.map((segment) => {
      const placed = this.#placeOne(segment, playlist);
      this.#next = { sequence: segment.sequence + 1, start: placed.span.end };
      return placed;
    });
  }

  #placeOne(segment: PlaylistSegment, playlist: MediaPlaylist): PlacedSegment {
    const known = this.known.get(segment.sequence) ?? null;
    const next = this.#next ?? this.#origin(playlist);
    const lost = segment.sequence - next.sequence;
    const restarts = this.#next === null || lost > 0 || segment.discontinuity;
    if (known) return { segment, span: known.span, known, restarts, lost };
    const afterGap = next.start + BigInt(lost) * playlist.targetDuration;
    const jumps = lost > 0 || (this.#next !== null && segment.discontinuity);
    const start = jumps ? this.#byDate(segment, next.start, afterGap) : afterGap;
    return { segment, span: { start, end: start + segment.duration }, known, restarts, lost };
  }

  /** Where the first segment of the first reading starts, and from which sequence number the counting goes. */
  #origin(playlist: MediaPlaylist): { readonly sequence: number; readonly start: Nanoseconds } {
    const [first] = playlist.segments;
    const sequence = first?.sequence ?? 0;
    let before = 0n;
    for (const segment of playlist.segments) {
      const anchor = this.known.get(segment.sequence);
      if (anchor) return { sequence, start: anchor.span.start - before };
      before += segment.duration;
    }
    const earlier = [...this.known.keys()].filter((number) => number < sequence);
    if (earlier.length > 0) {
      const last = earlier.reduce((a, b) => Math.max(a, b));
      return { sequence: last + 1, start: this.known.get(last)?.span.end ?? this.options.start };
    }
    if (!this.options.useProgramDateTime) return { sequence, start: this.options.start };
    if (!first?.programDateTime) {
      throw new IngestError(
        'playlist',
        'The playlist gives no EXT-X-PROGRAM-DATE-TIME for its first segment: leave out the option that takes it.',
      );
    }
    return { sequence, start: nanosecondsOfDate(first.programDateTime) };
  }

  #byDate(segment: PlaylistSegment, earliest: Nanoseconds, otherwise: Nanoseconds): Nanoseconds {
    if (!this.options.useProgramDateTime || !segment.programDateTime) return otherwise;
    const date = nanosecondsOfDate(segment.programDateTime);
    return date > earliest ? date : earliest;
  }
}
