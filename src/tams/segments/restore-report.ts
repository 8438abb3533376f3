import type { SegmentObstacle } from '../deleted/obstacles';
import type { TamsError, ErrorType } from '../errors';
import type { Instant } from '../model';
import { hull, type TimeRange } from '../time/timerange';
import type { Restoration } from './restore-step';

/** Where a call stopped: the deletion it was at, and the time (a cut) up to which that is done. */
export type RestorePosition = readonly [deletion: number, cut: string];

/** The most stretches that a report lists of each kind; its counts are of all. */
export const STRETCHES_AT_MOST = 1000;

/** Deleted segments that follow each other and stay deleted for the same reason. */
export interface UnrestoredSegments {
  readonly timerange: TimeRange;
  readonly count: number;
  readonly reason: SegmentObstacle;
}

/** What became of a restoration. */
export interface RestoredSegments {
  readonly restored: number;
  /** From the first to the last of those that came back with no deleted one of the same deletion in between that did not. */
  readonly ranges: readonly TimeRange[];
  readonly unrestored: number;
  readonly left: readonly UnrestoredSegments[];
  /** Whether `ranges` and `left` are all there are. */
  readonly listsAll: boolean;
  /** Where to go on; null when everything was looked at. */
  readonly next: RestorePosition | null;
  /** What ended it before its end. */
  readonly interruption: {
    readonly type: ErrorType;
    readonly summary: string;
    readonly time: Instant;
  } | null;
}

interface Stretch {
  timerange: TimeRange;
  count: number;
  readonly reason: SegmentObstacle | null;
}

/** Gathers what becomes of segments as a restoration goes on, in bounded memory. */
export class RestoreReport {
  private readonly counts = { back: 0, left: 0 };
  private readonly ranges: TimeRange[] = [];
  private readonly left: UnrestoredSegments[] = [];
  private listsAll = true;
  private current: Stretch | null = null;
  private interruption: RestoredSegments['interruption'] = null;

  get lookedAt(): number {
    return this.counts.back + this.counts.left;
  }

  /** @param step segments of one deletion, in order of time, behind those before if they are of the same */
  add(step: readonly Restoration[]): void {
    for (const { segment, obstacle } of step) {
      this.counts[obstacle === null ? 'back' : 'left'] += 1;
      if (this.current?.reason === obstacle) {
        this.current.timerange = hull([this.current.timerange, segment.timerange]);
        this.current.count += 1;
      } else {
        this.endStretch();
        this.current = { timerange: segment.timerange, count: 1, reason: obstacle };
      }
    }
  }

  /** The segments that are added next are of another deletion. */
  endStretch(): void {
    const { current } = this;
    if (!current) return;
    this.current = null;
    const { timerange, count, reason } = current;
    const list: unknown[] = reason === null ? this.ranges : this.left;
    if (list.length >= STRETCHES_AT_MOST) this.listsAll = false;
    else if (reason === null) this.ranges.push(timerange);
    else this.left.push({ timerange, count, reason });
  }

  interruptedBy({ type, message }: TamsError, time: Instant): void {
    this.interruption = { type, summary: message, time };
  }

  /** @param next where to go on; null when everything was looked at */
  result(next: RestorePosition | null): RestoredSegments {
    this.endStretch();
    return {
      restored: this.counts.back,
      ranges: this.ranges,
      unrestored: this.counts.left,
      left: this.left,
      listsAll: this.listsAll,
      next,
      interruption: this.interruption,
    };
  }
}
