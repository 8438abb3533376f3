import type { BatchObserver } from './loaders';

/** Hears of what the graph does: on the path of each request, so it is to be fast and must not throw. */
export interface OperationObserver {
  /** An operation, or one round of a subscription, has run. @param name null when it is anonymous */
  readonly ran: (name: string | null, type: OperationKind, milliseconds: number) => void;
  /** An error is about to be told to a client. @param code of its extensions */
  readonly told: (code: string) => void;
  readonly batch: BatchObserver;
}

export type OperationKind = 'query' | 'mutation' | 'subscription';
