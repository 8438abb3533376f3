import type { SendOutcome } from './sender';

/** What the tries of all webhooks have come to since the server began. */
export class DeliveryTally {
  delivered = 0;
  /** Answered with another status than 2xx. */
  refused = 0;
  /** Not answered. */
  unanswered = 0;
  /** Events that went out of the log before they were delivered. */
  missed = 0;

  add({ status, error }: SendOutcome): void {
    if (error === null) this.delivered += 1;
    else if (status !== null) this.refused += 1;
    else this.unanswered += 1;
  }
}
