import type { IncomingMessage } from 'node:http';
import type { Accounts } from '../../auth/accounts';
import type { Admission } from '../../tams/access/admission';
import type { TamsStore } from '../../tams/store';
import type { GraphLogger } from '../errors';
import type { GraphLimits } from '../limits';

/** What every transport of streams stands on. */
export interface StreamTransportParts {
  readonly store: TamsStore;
  readonly accounts: Accounts;
  readonly logger: GraphLogger;
  readonly limits: GraphLimits;
  /** Whether a page of this request's origin may connect; a request of no page may. */
  readonly admitsOrigin: (request: IncomingMessage) => boolean;
  /**
   * Who is asking; null when they may not. Rejects with a TamsError when they may come back later.
   * @param params of a WebSocket's `connection_init`, or of a `ping` that brings new credentials
   */
  readonly admit: (
    request: IncomingMessage,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<Admission | null>;
}
