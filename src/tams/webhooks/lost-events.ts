import { CursorExpired } from '../../events/cursor';
import type { EventLog } from '../../events/event-log';
import { webhookWants } from '../feed/event-filter';
import type { Webhook } from '../model';

/** Heads that are looked through in one step. */
const HEADS_A_STEP = 1_000;

/**
 * How many events in (after, through] the webhook wants. Of those that the log no longer holds nobody can say, so they
 * count as wanted.
 */
export async function wantedWithin(
  log: EventLog,
  webhook: Webhook,
  after: number,
  through: number,
): Promise<number> {
  const wants = webhookWants(webhook);
  let count = 0;
  let place = after;
  while (place < through) {
    try {
      const heads = await log.heads(place, HEADS_A_STEP);
      count += heads.filter((head) => head.sequence <= through && wants(head)).length;
      place = heads.at(-1)?.sequence ?? through;
    } catch (error) {
      if (!(error instanceof CursorExpired)) throw error;
      const oldest = Math.min(through, await log.oldest());
      count += oldest - place;
      place = oldest;
    }
  }
  return count;
}
