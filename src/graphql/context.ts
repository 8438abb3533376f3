import type { Caller } from '../tams/model';
import type { StoreView, TamsStore } from '../tams/store';
import type { GraphLogger } from './errors';
import { Loaders } from './loaders';

/** What resolvers stand on: made once for each request. */
export interface GraphContext {
  /** As the caller may use it. */
  readonly store: StoreView;
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
  const view = store.as(caller);
  return { store: view, caller, requestId, logger, loaders: new Loaders(view) };
}
