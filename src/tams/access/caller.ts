import type { Limits } from './limits';

/** What a caller may do: independent of each other, so that `admin` alone reads and writes no media (A4). */
export const SCOPES = ['read', 'write', 'delete', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks, what they may do, and to which part of the store. */
export interface Caller {
  /** User name or token subject; `anonymous` with authentication off. */
  readonly principal: string;
  readonly scopes: ReadonlySet<Scope>;
  /** What they see; null: everything. Who has limits has not the scope `admin`. */
  readonly limits: Limits | null;
  /** The network address that they ask from, for the audit log; null within the process. */
  readonly address: string | null;
}

/** A caller that may do everything, as whoever asks may while authentication is off. */
export function trusted(principal: string): Caller {
  return { principal, scopes: new Set(SCOPES), limits: null, address: null };
}

/** Whether what one was let into goes on for the other: the same principal, who sees the same. */
export function isSameAsker(one: Caller, other: Caller): boolean {
  return one.principal === other.principal && JSON.stringify(one.limits) === JSON.stringify(other.limits);
}
