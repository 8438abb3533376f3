import type { Accounts } from '../auth/accounts';
import type { Caller } from '../tams/model';
import type { StoreView, TamsStore } from '../tams/store';
import type { GraphLogger } from './errors';
import { Loaders } from './loaders';

/** What resolvers stand on: made once for each request. */
export interface GraphContext {
  /** As the caller may use it. */
  readonly store: StoreView;
  readonly accounts: Accounts;
  readonly caller: Caller;
  /** In every error of the answer, and in the log. */
  readonly requestId: string;
  readonly logger: GraphLogger;
  readonly loaders: Loaders;
}

export interface RequestFacts {
  readonly accounts: Accounts;
  readonly caller: Caller;
  readonly requestId: string;
  readonly logger: GraphLogger;
}

/** The same asker's context for something else: nothing that was read before is there. */
export function contextAnew(context: GraphContext): GraphContext {
  return { ...context, loaders: new Loaders(context.store) };
}

/** The context of one request. */
export function contextOf(
  store: TamsStore,
  { accounts, caller, requestId, logger }: RequestFacts,
): GraphContext {
  const view = store.as(caller);
  return { store: view, accounts, caller, requestId, logger, loaders: new Loaders(view) };
}
