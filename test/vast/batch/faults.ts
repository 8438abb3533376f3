import type { StorageEngine, WriteTransaction } from '../../../src/vast/engine';

/** Decides, for every call of an engine and of its transactions, whether it fails. */
export class Faults {
  /** The calls so far, as `insert batch_parts` or `commit`. */
  readonly calls: string[] = [];
  /** What call number `number` (from 1) fails with. */
  failing: (number: number, call: string) => Error | null = () => null;

  /** The engine, with these faults before its calls. */
  over(engine: StorageEngine): StorageEngine {
    const transaction = <T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> =>
      this.before('begin', () =>
        engine.transaction(async (tx) => {
          const result = await work(this.around(tx, {}));
          return this.before('commit', () => Promise.resolve(result));
        }),
      );
    return this.around(engine, { transaction, close: () => engine.close() });
  }

  private around<Of extends object>(of: Of, own: Partial<Of>): Of {
    return new Proxy(of, {
      get: (_, name) => {
        if (name in own) return own[name as keyof Of];
        const value = of[name as keyof Of];
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          const [first] = args as readonly [{ name?: string; table?: { name: string } }?];
          const table = first?.table?.name ?? first?.name ?? '';
          return this.before(
            `${String(name)} ${table}`.trim(),
            () => value.apply(of, args) as Promise<unknown>,
          );
        };
      },
    });
  }

  private before<T>(call: string, go: () => Promise<T>): Promise<T> {
    this.calls.push(call);
    const error = this.failing(this.calls.length, call);
    return error ? Promise.reject(error) : go();
  }
}
