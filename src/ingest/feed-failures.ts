import { CloseCode } from 'graphql-ws';
import { IngestError, reasonOf } from './errors';
import { GatewayRefusal } from './gateway-client';
import { isTransientStatus, Transient } from './retry';

/** The gateway's log no longer holds what followed the cursor: whoever kept a copy has to read the state again. */
export class CursorExpired extends IngestError {
  constructor(
    message: string,
    /** Behind it, everything is still known. */
    readonly oldestCursor: string,
  ) {
    super('expired', `The gateway refused: ${message}`);
  }
}

/** An error as GraphQL writes it. */
export interface GraphqlError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Failures of the gateway, not of what was asked for. */
const PASSING_CODES: readonly unknown[] = [
  'INTERNAL_SERVER_ERROR',
  'OPERATION_TIMEOUT',
  'TOO_MANY_SUBSCRIPTIONS',
];

/** What the errors of a feed mean for who follows it. */
export function refusalBy([first]: readonly GraphqlError[]): Error {
  const { message = 'no reason was given', extensions = {} } = first ?? {};
  const { code, kind, oldestCursor } = extensions;
  if (code === 'CURSOR_EXPIRED') return new CursorExpired(message, String(oldestCursor));
  if (kind === 'unavailable' || PASSING_CODES.includes(code)) return new Transient(message);
  return new GatewayRefusal(message, String(code));
}

/** Closures that would come again: the client, or who it is, is not what the server wants. */
const FINAL_CLOSURES: readonly number[] = [
  CloseCode.BadRequest,
  CloseCode.BadResponse,
  CloseCode.Unauthorized,
  CloseCode.Forbidden,
  CloseCode.SubprotocolNotAcceptable,
];

/** What the end of a connection means. */
export function closureBy({ code, reason }: { readonly code: number; readonly reason: string }): Error {
  const what = `The gateway closed the connection: ${`${code} ${reason}`.trimEnd()}`;
  return FINAL_CLOSURES.includes(code) ? new IngestError('gateway', `${what}.`) : new Transient(what);
}

/** What the error of a connection means. */
export function breakBy(error: unknown): Error {
  const reason = reasonOf(error);
  const status = Number(/^Unexpected server response: (\d{3})$/.exec(reason)?.[1]);
  if (Number.isNaN(status) || isTransientStatus(status))
    return new Transient(`The connection failed: ${reason}`);
  return new IngestError('gateway', `The gateway opens no WebSocket: it answered ${status}.`);
}
