import type { FeedService, FeedStart, FeedStep } from '../../../src/tams/feed/feed-service';
import type { TestStore } from '../store-fixture';

/** A feed read from its start up to the end of the log as it is now. */
export async function drained<T>(
  test: TestStore,
  start: FeedStart,
  open: (
    feeds: FeedService,
    place: Awaited<ReturnType<FeedService['placeOf']>>,
    signal: AbortSignal,
  ) => AsyncIterable<FeedStep<T>>,
): Promise<{ readonly items: readonly T[]; readonly steps: readonly FeedStep<T>[] }> {
  const { feeds, context } = test.store;
  const end = new AbortController();
  const place = await feeds.placeOf(start);
  const last = context.log.cursor({ sequence: await context.log.latest(), item: null });
  const steps: FeedStep<T>[] = [];
  if (context.log.cursor(place) !== last)
    for await (const step of open(feeds, place, end.signal)) {
      steps.push(step);
      if (step.cursor === last) break;
    }
  end.abort();
  return { items: steps.flatMap(({ items }) => items), steps };
}

/** From the beginning of the log. */
export const BEGINNING: FeedStart = { since: 0 };
