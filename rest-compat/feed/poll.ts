import type { EventStep } from '../../src/tams/feed/feed-service';
import type { StoreView } from '../../src/tams/store';
import type { MessageTexts } from './message-texts';
import type { OpenFeed } from './open-feeds';
import type { FeedRequest } from './request';

export interface PollParts {
  readonly store: StoreView;
  readonly texts: MessageTexts;
}

export interface PollRequest {
  readonly request: FeedRequest;
  readonly place: Parameters<StoreView['feeds']['events']>[0];
  readonly feed: OpenFeed;
}

export interface PollAnswer {
  /** JSON. */
  readonly text: string;
  /** Where to continue. */
  readonly cursor: string;
}

/** Characters of events in one answer, beyond which it takes no more: few events are large, and those can be megabytes. */
const MAX_SIZE = 4 * 1024 ** 2;

/**
 * The events behind a place that there are now; when none pass, those that come first within the time that the client waits.
 * Ends early, with what there is, when the feed ends.
 * @throws RestError 503 when it should wait and too many do; TamsError `CursorExpired`
 */
export async function poll({ store, texts }: PollParts, asked: PollRequest): Promise<PollAnswer> {
  const { feeds } = store;
  const { request, place, feed } = asked;
  const answer = new Answer(texts, request, feeds.cursor(place));
  const steps = feeds.events(place, request.filter, feed.signal);
  const { sequence: newest } = await feeds.placeOf({});
  if (place.sequence < newest) await takeUntil(steps, answer, ({ through }) => through >= newest);
  if (!answer.isEmpty || request.waitMs === 0) return answer.finished();
  feed.hold();
  const timer = setTimeout(feed.end, request.waitMs);
  try {
    await takeUntil(steps, answer, () => !answer.isEmpty);
  } finally {
    clearTimeout(timer);
  }
  return answer.finished();
}

/** Takes steps up to the one that is enough, or that fills the answer, or the end of the feed. */
async function takeUntil(
  steps: AsyncGenerator<EventStep, void, void>,
  answer: Answer,
  isEnough: (step: EventStep) => boolean,
): Promise<void> {
  for (;;) {
    const { value: step } = await steps.next();
    if (!step) return;
    await answer.take(step);
    if (answer.isFull || isEnough(step)) return;
  }
}

/** The answer as it grows. */
class Answer {
  private readonly events: string[] = [];
  private size = 0;

  constructor(
    private readonly texts: MessageTexts,
    private readonly request: FeedRequest,
    private cursor: string,
  ) {}

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  get isFull(): boolean {
    return this.events.length >= this.request.limit || this.size >= MAX_SIZE;
  }

  /** As many events of the step as fit; the cursor moves behind them. */
  async take({ items, cursor: behindAll }: EventStep): Promise<void> {
    for (const item of items) {
      if (this.isFull) return;
      const text = await this.texts.of(item, this.request.messages);
      this.events.push(`{"cursor":${JSON.stringify(item.cursor)},${text.slice(1)}`);
      this.size += text.length;
      this.cursor = item.cursor;
    }
    this.cursor = behindAll;
  }

  finished(): PollAnswer {
    const { events, cursor } = this;
    return { text: `{"events":[${events.join(',')}],"cursor":${JSON.stringify(cursor)}}`, cursor };
  }
}
