import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessControl } from '../auth/access-control';
import { credentialsOf, credentialsOfHeader, type Credentials } from '../auth/credentials';
import type { Admission } from '../tams/access/admission';
import { TamsError } from '../tams/errors';
import { ANONYMOUS } from './anonymous';

export interface GateOptions {
  /** Null: authentication is off. */
  readonly access: Pick<AccessControl, 'authenticator' | 'audit'> | null;
  /** The address that a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Requests of one principal in a second; 0: any number. */
  readonly rateLimit: number;
  /** Requests of one principal that are being answered. */
  readonly maxConcurrent: number;
}

/** What a 401 tells clients to bring (A1): the BBC's renew their tokens by it, browsers ask for a name and a password. */
export const CHALLENGE = 'Basic realm="tams-graph", charset="UTF-8", Bearer realm="tams-graph"';

/** Where every request of every surface comes in: who it is, and whether they ask too much. */
export class Gate {
  private readonly admitted = new WeakMap<IncomingMessage, Admission>();
  private readonly underWay = new Map<string, number>();
  /** Requests of each principal in this second. A package's limiter would cost a tenth of a small request. */
  private ofSecond = new Map<string, number>();
  private second = 0;

  constructor(private readonly options: GateOptions) {}

  /**
   * Lets a request in, once, however often it is asked.
   * @throws TamsError `Unauthenticated`, `TooManyRequests`, `StoreUnavailable`
   */
  async admit(request: IncomingMessage, response: ServerResponse): Promise<Admission> {
    if (!this.options.access) return ANONYMOUS;
    const known = this.admitted.get(request);
    if (known) return known;
    const credentials = credentialsOf(request.headers.authorization, request.url ?? '');
    const admission = await this.letIn(request, isForgeable(request, credentials) ? FORGED : credentials);
    this.count(admission.caller.principal, request, response);
    this.admitted.set(request, admission);
    return admission;
  }

  /** Who a request is that has been let in. */
  admissionOf(request: IncomingMessage): Admission {
    const admission = this.options.access ? this.admitted.get(request) : ANONYMOUS;
    if (!admission) throw new Error('a request reached its handler without having been let in');
    return admission;
  }

  /**
   * Lets a WebSocket in: by `authorization` of its `connection_init`, else by what its request brought. Null: no.
   * @param params of the message
   */
  async admitSocket(
    request: IncomingMessage,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Admission | null> {
    if (!this.options.access) return ANONYMOUS;
    const given = params.authorization ?? params.Authorization;
    // A browser adds a remembered password for any page that connects: only our own pages may count on it.
    const header = isOwnPage(request) ? request.headers.authorization : undefined;
    const credentials =
      typeof given === 'string' ? credentialsOfHeader(given) : credentialsOf(header, request.url ?? '');
    try {
      return await this.letIn(request, credentials);
    } catch (error) {
      if (error instanceof TamsError) return null;
      throw error;
    }
  }

  private async letIn(request: IncomingMessage, credentials: Credentials): Promise<Admission> {
    const { authenticator, audit } = this.options.access!;
    const address = this.options.addressOf(request);
    let principal = credentials.kind === 'basic' ? credentials.user : null;
    try {
      const admission = await authenticator.authenticate(credentials, address);
      principal = admission.caller.principal;
      this.withinRate(principal);
      return admission;
    } catch (error) {
      if (error instanceof TamsError) {
        const subject = `${request.method} ${(request.url ?? '').split('?', 1)[0]}`;
        audit.later({
          ...{ principal, action: 'request', subject, address },
          ...{ outcome: 'refused', detail: error.message },
        });
      }
      throw error;
    }
  }

  private withinRate(principal: string): void {
    const { rateLimit } = this.options;
    if (rateLimit === 0) return;
    const now = Date.now();
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.ofSecond = new Map();
    }
    const asked = (this.ofSecond.get(principal) ?? 0) + 1;
    this.ofSecond.set(principal, asked);
    if (asked > rateLimit) throw tooMany('in a second', 1_000 - (now % 1_000));
  }

  private count(principal: string, request: IncomingMessage, response: ServerResponse): void {
    const underWay = this.underWay.get(principal) ?? 0;
    if (underWay >= this.options.maxConcurrent) throw tooMany('at once', 1_000);
    if (response.closed || request.socket.destroyed) return;
    this.underWay.set(principal, underWay + 1);
    response.once('close', () => {
      const left = this.underWay.get(principal)! - 1;
      if (left > 0) this.underWay.set(principal, left);
      else this.underWay.delete(principal);
    });
  }
}

const FORGED: Credentials = {
  kind: 'malformed',
  reason: 'a page of another site may not use a remembered password: send JSON, with its content type',
};

/**
 * Whether a browser may have added a remembered password to what a page of another site sends without asking first. Everything
 * else that changes something needs a preflight, which never allows credentials.
 */
function isForgeable({ method, headers }: IncomingMessage, { kind }: Credentials): boolean {
  const site = headers['sec-fetch-site'];
  return (
    kind === 'basic' &&
    method === 'POST' &&
    (site === 'cross-site' || site === 'same-site') &&
    !/^application\/([^;]+\+)?json/i.test(headers['content-type'] ?? '')
  );
}

function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function tooMany(when: string, waitMs: number): TamsError {
  const retryAfter = String(Math.max(1, Math.ceil(waitMs / 1000)));
  return new TamsError(
    'TooManyRequests',
    `this principal asks too much ${when}; try again in ${retryAfter} s`,
    [],
    {
      retryAfter,
    },
  );
}

/** The headers that go with a refusal at the gate. */
export function headersOfRefusal({ kind, facts }: TamsError): Readonly<Record<string, string>> {
  if (kind === 'unauthenticated') return { 'WWW-Authenticate': CHALLENGE };
  return facts.retryAfter === undefined ? {} : { 'Retry-After': facts.retryAfter };
}
