import type { FeedService, FeedStep, Place } from '../../tams/feed/feed-service';

/** What a feed tells: each with the cursor behind it. */
export interface FeedItem {
  readonly cursor: string;
}

/** Reads a feed behind a place; `live`: and then goes on with what comes, until the signal aborts. */
export type ReadFeed<T extends FeedItem> = (
  behind: Place,
  signal: AbortSignal,
  live: boolean,
) => AsyncGenerator<FeedStep<T>, void, void>;

/** The events of a subscription that can be read from any place of the log: all who stand at one place are told the same from there. */
export class Feed<T extends FeedItem = FeedItem> {
  constructor(
    private readonly feeds: Pick<FeedService, 'placeAt'>,
    /** Where the subscription begins. */
    readonly start: Place,
    readonly read: ReadFeed<T>,
  ) {}

  placeAt(cursor: string): Place {
    return this.feeds.placeAt(cursor);
  }
}
