/**
 * An async generator that can be ended while it waits. A plain one takes notice of `return` only when what it waits for has come,
 * which for a feed may be never: so `make` gets a signal that aborts then.
 * @param outer ends it too
 */
export function abortable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
  outer?: AbortSignal,
): AsyncGenerator<T, void, void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (outer?.aborted) abort();
  else outer?.addEventListener('abort', abort, { once: true });
  const inner = make(controller.signal);
  const end = () => {
    outer?.removeEventListener('abort', abort);
    abort();
  };
  return {
    async next() {
      const result = await inner.next();
      if (result.done) end();
      return result;
    },
    return() {
      end();
      return inner.return();
    },
    throw(error: unknown) {
      end();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
