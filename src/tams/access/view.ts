import { inSpan, isFollowing } from '../../tracing';
import { TamsError } from '../errors';
import { contentServices } from '../content-services';
import type { TamsStore } from '../store';
import type { Caller, Scope } from './caller';
import { PERMISSIONS, type Permission, type ServiceName } from './permissions';
import { sightOf } from './sight';
import type { Limited, Within } from './within';

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
  /** Null: the caller sees everything. */
  readonly limited: Limited | null;
  readonly services: Services;

  constructor(
    store: TamsStore,
    readonly caller: Caller,
    private readonly onRefusal: RefusalListener,
  ) {
    const sight = caller.limits && sightOf(caller.limits);
    this.limited = sight && { sight, reader: store.context.db };
    this.services = sight ? Object.assign({}, store, contentServices({ ...store.context, sight })) : store;
  }

  /** Has a method asked within the limits; what goes beyond them is a refusal, whenever that shows. */
  within(limited: Limited, ask: Within, args: readonly unknown[], what: string, method: Method): unknown {
    const noted = (error: unknown): never => {
      if (error instanceof TamsError && error.type === 'BeyondLimits')
        this.onRefusal(this.caller, what, error);
      throw error;
    };
    try {
      const seen = ask(limited, args);
      const answer = seen instanceof Promise ? seen.then((own) => method(...own)) : method(...seen);
      return answer instanceof Promise ? answer.catch(noted) : answer;
    } catch (error) {
      return noted(error);
    }
  }

  require(scopes: readonly Scope[], what: string): void {
    try {
      requireScope(this.caller, scopes);
    } catch (error) {
      this.onRefusal(this.caller, what, error as TamsError);
      throw error;
    }
  }
}

/** The services that callers reach, as one of them uses them. */
type Services = Pick<TamsStore, ServiceName>;

type Method = (...args: unknown[]) => unknown;

/** The services of a view are made when they are asked for: most requests use one or two. */
for (const name of Object.keys(PERMISSIONS) as ServiceName[]) {
  const Guarded = guarded(name);
  Object.defineProperty(View.prototype, name, {
    get(this: View) {
      return new Guarded(this, this.services[name] as unknown as Record<string, Method>);
    },
  });
}

/** A class with the methods of a service that calls on after it has asked, within the limits of the caller. */
function guarded(name: ServiceName) {
  class Guarded {
    constructor(
      readonly view: View,
      readonly service: Record<string, Method>,
    ) {}
  }
  const permissions = Object.entries<Permission>(PERMISSIONS[name]);
  for (const [method, [scopes, ask]] of permissions) {
    const what = `${name}.${method}`;
    const call = function (this: Guarded, ...args: unknown[]): unknown {
      this.view.require(scopes, what);
      const { limited } = this.view;
      const run = (): unknown =>
        limited === null
          ? this.service[method]!(...args)
          : this.view.within(limited, ask, args, what, (...own) => this.service[method]!(...own));
      return isFollowing() ? inSpan(what, {}, run) : run();
    };
    Object.defineProperty(Guarded.prototype, method, { value: call });
  }
  return Guarded;
}

/** Cheap: to be made for each request. */
export function viewOf(store: TamsStore, caller: Caller, onRefusal: RefusalListener): StoreView {
  return new View(store, caller, onRefusal) as unknown as StoreView;
}
