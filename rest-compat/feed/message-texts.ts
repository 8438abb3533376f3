import { LRUCache } from 'lru-cache';
import { eventMessage, type MessageOptions } from '../../src/tams/feed/event-messages';
import type { FeedEvent } from '../../src/tams/feed/feed-service';
import type { StoreContext } from '../../src/tams/store';

type ToldEvent = FeedEvent['event'];

/** Characters of the texts that are kept. */
const KEPT_SIZE = 16 * 1024 ** 2;
/** Short against the life of signed URLs, long enough that all who keep up get the same text. */
const KEPT_MS = 10_000;

/**
 * Events as JSON text of TAMS' message. What many feeds send at the same moment is written, and its URLs signed, once: a
 * thousand open streams cost one reading of the store for each event, not a thousand.
 */
export class MessageTexts {
  private readonly kept = new LRUCache<string, string>({
    maxSize: KEPT_SIZE,
    sizeCalculation: (text) => text.length,
    ttl: KEPT_MS,
  });
  private readonly making = new Map<string, Promise<string>>();

  constructor(private readonly context: StoreContext) {}

  of({ event, isForAll }: Omit<FeedEvent, 'cursor'>, options: MessageOptions): Promise<string> {
    if (!isForAll) return this.written(event, options);
    const key = keyOf(event, options);
    const kept = this.kept.get(key);
    if (kept !== undefined) return Promise.resolve(kept);
    const underWay = this.making.get(key);
    if (underWay) return underWay;
    const making = this.make(key, event, options).finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private async make(key: string, event: ToldEvent, options: MessageOptions): Promise<string> {
    const text = await this.written(event, options);
    this.kept.set(key, text);
    return text;
  }

  private async written(event: ToldEvent, options: MessageOptions): Promise<string> {
    return JSON.stringify(await eventMessage(this.context, event, options));
  }
}

/** Only what is told of added segments depends on the options. */
function keyOf({ sequence, type }: ToldEvent, options: MessageOptions): string {
  if (type !== 'flows/segments_added') return String(sequence);
  const { labels, storageIds, presigned, verboseStorage } = options;
  return `${sequence} ${JSON.stringify([labels, storageIds, presigned, verboseStorage])}`;
}
