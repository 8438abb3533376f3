import { lookup, type LookupAddress } from 'node:dns';

/** Gives all addresses of a name. @throws Error as `dns.lookup` does */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** How webhooks are delivered. Times are milliseconds. */
export interface DeliveryOptions {
  /** Longest that one try may take, from resolving the name to the status of the answer (W9). */
  readonly timeoutMs: number;
  /** Between the tries of a round: one fewer than there are tries (W9). */
  readonly retryDelaysMs: readonly number[];
  /** Between failed rounds, which begin at the same event; the last one holds for all further ones. */
  readonly restDelaysMs: readonly number[];
  /** While deliveries succeed, the position is stored this often at most. */
  readonly saveEveryMs: number;
  /** While events pass that a webhook does not want, the position is stored this often at most. */
  readonly savePassedEveryMs: number;
  /** Longest that a stop waits for the answer to what has been sent. */
  readonly stopGraceMs: number;
  readonly resolve: Resolve;
}

/** Five tries within a minute, then rounds of five, at last one every five minutes. */
export const DEFAULT_DELIVERY: DeliveryOptions = {
  timeoutMs: 10_000,
  retryDelaysMs: [1_000, 4_000, 15_000, 40_000],
  restDelaysMs: [60_000, 120_000, 240_000, 300_000],
  saveEveryMs: 500,
  savePassedEveryMs: 30_000,
  stopGraceMs: 2_000,
  resolve: (hostname) =>
    new Promise((resolve, reject) => {
      lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
    }),
};

/** Whether this many failures in a row end a round. */
export function endsRound(failures: number, { retryDelaysMs }: DeliveryOptions): boolean {
  return failures % (retryDelaysMs.length + 1) === 0;
}

/** How long to wait after this many failures in a row, which is at least one. */
export function pauseAfter(failures: number, options: DeliveryOptions): number {
  const { retryDelaysMs, restDelaysMs } = options;
  const tries = retryDelaysMs.length + 1;
  if (!endsRound(failures, options)) return retryDelaysMs[(failures % tries) - 1]!;
  return restDelaysMs[Math.min(failures / tries, restDelaysMs.length) - 1] ?? 0;
}
