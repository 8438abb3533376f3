import type { IncomingMessage } from 'node:http';
import type { Caller, Instant } from '../../tams/model';
import type { TamsStore } from '../../tams/store';
import type { GraphLogger } from '../errors';
import type { GraphLimits } from '../limits';

/** Who is at the other end of a stream. */
export interface Admission {
  readonly caller: Caller;
  /** When the credentials end, and the stream with them; null: not by itself. */
  readonly expires: Instant | null;
}

/** What every transport of streams stands on. */
export interface StreamTransportParts {
  readonly store: TamsStore;
  readonly logger: GraphLogger;
  readonly limits: GraphLimits;
  /** Whether a page of this request's origin may connect; a request of no page may. */
  readonly admitsOrigin: (request: IncomingMessage) => boolean;
  /**
   * Who is asking; null when they may not.
   * @param params of a WebSocket's `connection_init`
   */
  readonly admit: (
    request: IncomingMessage,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<Admission | null>;
}
