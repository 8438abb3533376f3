import type { ServerResponse } from 'node:http';
import { RestError } from '../layer/errors';

/** One request to the feed, while it is being answered. */
export interface OpenFeed {
  /** Aborts when the client has gone, the server drains, or `end` was called. */
  readonly signal: AbortSignal;
  readonly end: () => void;
  /**
   * Counts the request among those that stay open, until its answer is over.
   * @throws RestError 503 when there are as many as there may be
   */
  readonly hold: () => void;
}

const RETRY_AFTER_S = 5;

/** The requests to the feed that are being answered. At most `limit` of them stay open to wait for events. */
export class OpenFeeds {
  private readonly controllers = new Set<AbortController>();
  private held = 0;
  private draining = false;

  constructor(private readonly limit: number) {}

  get isDraining(): boolean {
    return this.draining;
  }

  begin(response: ServerResponse): OpenFeed {
    const controller = new AbortController();
    let holds = false;
    let over = false;
    this.controllers.add(controller);
    if (this.draining) controller.abort();
    response.once('close', () => {
      over = true;
      this.controllers.delete(controller);
      controller.abort();
      if (holds) this.held -= 1;
    });
    return {
      signal: controller.signal,
      end: () => controller.abort(),
      hold: () => {
        if (holds || over) return;
        if (this.held >= this.limit) throw tooMany(this.limit);
        holds = true;
        this.held += 1;
      },
    };
  }

  /** All that are open end now, and those that still come end at once. */
  drain(): void {
    this.draining = true;
    for (const controller of this.controllers) controller.abort();
  }
}

function tooMany(limit: number): RestError {
  return new RestError(
    503,
    'TooManyFeeds',
    `This server already has the ${limit} open event feeds that it takes.`,
    [],
    { 'Retry-After': String(RETRY_AFTER_S) },
  );
}
