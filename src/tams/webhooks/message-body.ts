import type { EventHead } from '../../events/event-log';
import type { StoreContext } from '../context';
import { eventMessage, type MessageOptions } from '../feed/event-messages';
import type { Webhook } from '../model';

/**
 * What is posted to the webhook for this event, as JSON, with URLs signed now (W8). At most three storage reads.
 * @throws CursorExpired when the event is gone
 */
export async function messageBody(context: StoreContext, head: EventHead, webhook: Webhook): Promise<string> {
  const [event] = await context.log.eventsOf([head]);
  return JSON.stringify(await eventMessage(context, event!, messageOptions(webhook)));
}

/** Absent options are those of a plain GET (W8). */
function messageOptions(webhook: Webhook): MessageOptions {
  return {
    labels: webhook.acceptGetUrls ?? null,
    storageIds: webhook.acceptStorageIds ?? null,
    presigned: webhook.presigned ?? null,
    verboseStorage: webhook.verboseStorage ?? false,
  };
}
