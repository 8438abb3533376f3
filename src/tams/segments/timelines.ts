import type { VastDatabase } from '../../vast/database';
import { eq } from '../../vast/predicate';
import { ALL_ROWS } from '../limits';
import type { Uuid } from '../model';
import { flowTimelinesTable, segmentCleanupsTable } from '../tables';

/** A timeline that no segment is on. */
export const NOWHERE = '';

/**
 * Which timeline a flow's segments are read from, for reads outside transactions. Nearly always each flow's timeline is its
 * id; the few exceptions are kept in memory, so that they cost no storage read: read once, then changed by whoever has
 * committed a change of them. That holds as long as one process has the store, which the embedded engine sees to; several
 * would have to follow the event log.
 */
export class Timelines {
  private readonly moved = new Map<Uuid, string>();
  private readonly buried = new Set<string>();
  private loading: Promise<void> | null = null;

  constructor(private readonly db: VastDatabase) {}

  /** Resolves when the exceptions are known. A change must not commit before: it could be missed, or undone, by the reading. */
  ready(): Promise<void> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  /** The timeline of each flow; one that no segment is on for a flow that is gone and not cleaned up yet (DL4). */
  async of(flowIds: readonly Uuid[]): Promise<readonly string[]> {
    await this.ready();
    return this.moved.size + this.buried.size === 0 ? flowIds : flowIds.map((id) => this.timelineOf(id));
  }

  /** Whether the segments on it are those of a flow that is gone. Ask when ready. */
  isBuried(timeline: string): boolean {
    return this.buried.has(timeline);
  }

  /** Whether there is a timeline whose segments nobody may see. Ask when ready. */
  get someAreBuried(): boolean {
    return this.buried.size > 0;
  }

  /** The flow is there and has this timeline. */
  place(flowId: Uuid, timeline: string): void {
    if (timeline === flowId) this.moved.delete(flowId);
    else this.moved.set(flowId, timeline);
  }

  /** The flow is gone, and with it its entry. */
  leave(flowId: Uuid): void {
    this.moved.delete(flowId);
  }

  bury(timeline: string): void {
    this.buried.add(timeline);
  }

  /** The timeline is empty, or its flow is back. */
  unbury(timeline: string): void {
    this.buried.delete(timeline);
  }

  private timelineOf(flowId: Uuid): string {
    const timeline = this.moved.get(flowId) ?? flowId;
    return this.buried.has(timeline) ? NOWHERE : timeline;
  }

  private async load(): Promise<void> {
    const moved = await this.db.select(flowTimelinesTable, {
      columns: ['flow_id', 'timeline'],
      limit: ALL_ROWS,
    });
    const buried = await this.db.select(segmentCleanupsTable, {
      columns: ['timeline'],
      where: eq('buries', true),
      limit: ALL_ROWS,
    });
    for (const { flow_id, timeline } of moved) this.moved.set(flow_id, timeline);
    for (const { timeline } of buried) this.buried.add(timeline);
  }
}
