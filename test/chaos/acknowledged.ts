import { secondsOf } from './feeds';
import type { LogRow } from './log-rows';
import type { Writer } from './writer';

/** The acknowledged writes that the log does not tell of. */
export function unlogged({ flow, acknowledged, deletions }: Writer, rows: readonly LogRow[]): unknown[] {
  const own = rows.filter(({ flowId }) => flowId === flow);
  const added = new Set(own.flatMap((row) => row.added.map(({ objectId }) => objectId)));
  const removed = own.flatMap((row) => (row.removed ? [secondsOf(row.removed)] : []));
  return [
    ...acknowledged.filter(({ objectId }) => !added.has(objectId)),
    ...deletions.filter(({ from, to }) => !removed.some((run) => run[0] <= from && run[1] >= to)),
  ];
}

/** What should be there of a writer's segments, oldest first. */
export const sortedLive = ({ live }: Writer) =>
  [...live].sort(([a], [b]) => a - b).map(([, objectId]) => objectId);
