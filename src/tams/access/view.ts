import { inSpan, isFollowing } from '../../tracing';
import { TamsError } from '../errors';
import type { TamsStore } from '../store';
import type { Caller, Scope } from './caller';
import { PERMISSIONS, type ServiceName } from './permissions';

/** A store as one caller may use it: its services, each method of which first asks whether the caller may. */
export type StoreView = {
  readonly [Name in ServiceName]: Pick<TamsStore[Name], keyof TamsStore[Name]>;
} & {
  readonly caller: Caller;
  /** @throws TamsError `ScopeMissing` unless the caller has one of the scopes; `what` is for the audit log */
  require(scopes: readonly Scope[], what: string): void;
};

/** Hears of what callers were refused. */
export type RefusalListener = (caller: Caller, what: string, error: TamsError) => void;

/** @throws TamsError `ScopeMissing` unless the caller has one of the scopes */
export function requireScope({ scopes: held }: Caller, scopes: readonly Scope[]): void {
  if (scopes.some((scope) => held.has(scope))) return;
  const needed = scopes.length > 1 ? `one of the scopes ${scopes.join(', ')}` : `the scope ${scopes[0]}`;
  throw new TamsError('ScopeMissing', `this needs ${needed}`);
}

class View {
  constructor(
    readonly store: TamsStore,
    readonly caller: Caller,
    private readonly onRefusal: RefusalListener,
  ) {}

  require(scopes: readonly Scope[], what: string): void {
    try {
      requireScope(this.caller, scopes);
    } catch (error) {
      this.onRefusal(this.caller, what, error as TamsError);
      throw error;
    }
  }
}

type Method = (...args: unknown[]) => unknown;

/** The services of a view are made when they are asked for: most requests use one or two. */
for (const name of Object.keys(PERMISSIONS) as ServiceName[]) {
  const Guarded = guarded(name);
  Object.defineProperty(View.prototype, name, {
    get(this: View) {
      return new Guarded(this, this.store[name] as unknown as Record<string, Method>);
    },
  });
}

/** A class with the methods of a service that calls on after it has asked. */
function guarded(name: ServiceName) {
  class Guarded {
    constructor(
      readonly view: View,
      readonly service: Record<string, Method>,
    ) {}
  }
  for (const [method, scopes] of Object.entries(PERMISSIONS[name])) {
    const what = `${name}.${method}`;
    const call = function (this: Guarded, ...args: unknown[]): unknown {
      this.view.require(scopes, what);
      if (isFollowing()) return inSpan(what, {}, () => this.service[method]!(...args));
      return this.service[method]!(...args);
    };
    Object.defineProperty(Guarded.prototype, method, { value: call });
  }
  return Guarded;
}

/** Cheap: to be made for each request. */
export function viewOf(store: TamsStore, caller: Caller, onRefusal: RefusalListener): StoreView {
  return new View(store, caller, onRefusal) as unknown as StoreView;
}
