import type { Caller } from '../tams/model';
import type { TamsStore } from '../tams/store';
import type { GraphLogger } from './errors';
import { Loaders } from './loaders';

/** What resolvers stand on: made once for each request. */
export interface GraphContext {
  readonly store: TamsStore;
  readonly caller: Caller;
  /** In every error of the answer, and in the log. */
  readonly requestId: string;
  readonly logger: GraphLogger;
  readonly loaders: Loaders;
}

export interface RequestFacts {
  readonly caller: Caller;
  readonly requestId: string;
  readonly logger: GraphLogger;
}

/** The context of one request. */
export function contextOf(store: TamsStore, { caller, requestId, logger }: RequestFacts): GraphContext {
  return { store, caller, requestId, logger, loaders: new Loaders(store) };
}
