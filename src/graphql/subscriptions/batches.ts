/** Items that came close to each other, with the cursor of the last. */
export interface Batch<T> {
  readonly items: readonly T[];
  readonly cursor: string;
}

export interface BatchLimits {
  /** Items of a batch. */
  readonly maxSize: number;
  /** How long the first item of a batch waits for others, in milliseconds. */
  readonly maxWaitMs: number;
}

/** A stretch of a feed; perhaps empty. */
interface Step<T> {
  readonly items: readonly T[];
}

/**
 * A feed's items in batches: each is given out when it is full, or when its first item has waited for long enough. One stretch is
 * read ahead.
 */
export async function* batches<T extends { readonly cursor: string }>(
  steps: AsyncGenerator<Step<T>, void, void>,
  { maxSize, maxWaitMs }: BatchLimits,
): AsyncGenerator<Batch<T>, void, void> {
  let gathered: T[] = [];
  let next = steps.next();
  let deadline: Deadline | null = null;
  try {
    for (;;) {
      const late = deadline?.passed;
      const step = await (late ? Promise.race([next, late]) : next);
      const ended = step?.done ?? false;
      if (step?.value) {
        gathered.push(...step.value.items);
        next = steps.next();
      }
      const due = step === undefined || ended;
      while (gathered.length >= maxSize || (due && gathered.length > 0)) {
        const items = gathered.slice(0, maxSize);
        gathered = gathered.slice(maxSize);
        deadline?.clear();
        deadline = null;
        yield { items, cursor: items.at(-1)!.cursor };
      }
      if (ended) return;
      if (gathered.length > 0) deadline ??= new Deadline(maxWaitMs);
    }
  } finally {
    deadline?.clear();
    // Whether what was read ahead fails is nobody's concern any more.
    next.catch(() => undefined);
    void steps.return();
  }
}

class Deadline {
  readonly passed: Promise<undefined>;
  private timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.passed = new Promise((resolve) => {
      this.timer = setTimeout(() => resolve(undefined), ms);
    });
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}
