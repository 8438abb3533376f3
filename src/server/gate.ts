import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AccessControl } from '../auth/access-control';
import { networkOf } from '../auth/address-network';
import type { Recognised } from '../auth/authenticator';
import { credentialsOf, credentialsOfHeader, type Credentials } from '../auth/credentials';
import type { Admission } from '../tams/access/admission';
import type { Caller } from '../tams/access/caller';
import { TamsError } from '../tams/errors';
import { ANONYMOUS } from './anonymous';
import { isForgeable } from './forged-requests';
import { isOwnPage } from './origins';
import { RateLimit } from './rate-limit';
import { UnderWay } from './under-way';

export interface GateOptions {
  /** Null: authentication is off. */
  readonly access: Pick<AccessControl, 'authenticator' | 'audit'> | null;
  /** The address that a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Requests from one address in a second, and of one principal; 0: any number. */
  readonly addressRate: number;
  readonly principalRate: number;
  /** Requests of one principal that are being answered, and WebSockets of theirs. */
  readonly maxConcurrent: number;
}

/** What a 401 tells clients to bring (A1): the BBC's renew their tokens by it, browsers ask for a name and a password. */
export const CHALLENGE = 'Basic realm="tams-graph", charset="UTF-8", Bearer realm="tams-graph"';

/** What a connection brought last. Most send the same again: then nothing is parsed and hashed anew. */
interface Recent {
  readonly header: string;
  readonly isBasic: boolean;
  readonly recognised: Recognised;
}

/** Where a request keeps who it is, and a connection who came last. Maps beside them would cost a tenth of what the gate costs. */
const ADMISSION = Symbol('admission');
type Admitted = IncomingMessage & { [ADMISSION]?: Admission };
const RECENT = Symbol('recent');
type Connection = Socket & { [RECENT]?: Recent };

/** Where every request of every surface comes in: whether they ask too much, and who it is. */
export class Gate {
  private readonly ofAddresses: RateLimit;
  private readonly ofPrincipals: RateLimit;
  private readonly underWay: UnderWay;
  private readonly sockets = new WeakSet<IncomingMessage>();

  constructor(private readonly options: GateOptions) {
    this.ofAddresses = new RateLimit(options.addressRate);
    this.ofPrincipals = new RateLimit(options.principalRate);
    this.underWay = new UnderWay(options.maxConcurrent);
  }

  /**
   * Counts a request, or an operation over a WebSocket, against its address: to be called once, for those too that need no credentials.
   * @throws TamsError `TooManyRequests`
   */
  arrive(request: IncomingMessage): void {
    const address = this.options.addressOf(request);
    const excess = this.ofAddresses.excess(networkOf(address), Date.now());
    if (excess > 0) this.refuseExcess(request, null, 'address', excess);
  }

  /**
   * Lets a request in, once, however often it is asked. At once where the connection has brought the same credentials before.
   * @throws TamsError `Unauthenticated`, `TooManyRequests`, `StoreUnavailable`; or rejects with it
   */
  admit(request: Admitted, response: ServerResponse): Admission | Promise<Admission> {
    if (!this.options.access) return ANONYMOUS;
    if (request[ADMISSION]) return request[ADMISSION];
    const now = Date.now();
    const known = this.knownAgain(request, now);
    return known ? this.begin(known, request, response, now) : this.admitAnew(request, response);
  }

  /** Who a request is that has been let in. */
  admissionOf(request: Admitted): Admission {
    const admission = this.options.access ? request[ADMISSION] : ANONYMOUS;
    if (!admission) throw new Error('a request reached its handler without having been let in');
    return admission;
  }

  /**
   * Lets a WebSocket in: by `authorization` of its `connection_init`, else by what its request brought. Null: no.
   * @param params of the message
   * @throws TamsError `TooManyRequests`, `StoreUnavailable`: it may come again
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
      const admission = await this.letIn(request, credentials);
      const { principal } = admission.caller;
      this.countPrincipal(principal, request, Date.now());
      if (!this.sockets.has(request)) {
        if (!this.underWay.begin(principal, request.socket)) throw tooMany('principal', 'at once');
        this.sockets.add(request);
      }
      return admission;
    } catch (error) {
      if (error instanceof TamsError && error.kind === 'unauthenticated') return null;
      throw error;
    }
  }

  /**
   * Counts an operation over a WebSocket as a request.
   * @throws TamsError `TooManyRequests`
   */
  countOperation(request: IncomingMessage, { principal }: Caller): void {
    this.arrive(request);
    if (this.options.access) this.countPrincipal(principal, request, Date.now());
  }

  /** Whether a request brings what let in the one before it on its connection. */
  private knownAgain(request: IncomingMessage, now: number): Recognised | null {
    const { authorization } = request.headers;
    const recent = (request.socket as Connection)[RECENT];
    if (authorization === undefined || recent?.header !== authorization) return null;
    const { recognised } = recent;
    // Behind a proxy, others come by the same connection.
    const isSame = recognised.caller.address === this.options.addressOf(request);
    if (!isSame || (recent.isBasic && isForgeable(request))) return null;
    return this.options.access!.authenticator.knowsAgain(recognised, now) ? recognised : null;
  }

  private async admitAnew(request: IncomingMessage, response: ServerResponse): Promise<Admission> {
    const header = request.headers.authorization;
    const credentials = credentialsOf(header, request.url ?? '');
    const isBasic = credentials.kind === 'basic';
    const recognised = await this.letIn(request, isBasic && isForgeable(request) ? FORGED : credentials);
    if (header !== undefined) (request.socket as Connection)[RECENT] = { header, isBasic, recognised };
    return this.begin(recognised, request, response, Date.now());
  }

  private async letIn(request: IncomingMessage, credentials: Credentials): Promise<Recognised> {
    const { authenticator } = this.options.access!;
    try {
      return await authenticator.authenticate(credentials, this.options.addressOf(request));
    } catch (error) {
      if (error instanceof TamsError)
        this.audit(request, credentials.kind === 'basic' ? credentials.user : null, error);
      throw error;
    }
  }

  /** @throws TamsError `TooManyRequests` */
  private begin(admission: Admission, request: Admitted, response: ServerResponse, now: number): Admission {
    const { principal } = admission.caller;
    this.countPrincipal(principal, request, now);
    const isGone = response.closed || request.socket.destroyed;
    if (!isGone && !this.underWay.begin(principal, response)) throw tooMany('principal', 'at once');
    request[ADMISSION] = admission;
    return admission;
  }

  private countPrincipal(principal: string, request: IncomingMessage, now: number): void {
    const excess = this.ofPrincipals.excess(principal, now);
    if (excess > 0) this.refuseExcess(request, principal, 'principal', excess);
  }

  private refuseExcess(
    request: IncomingMessage,
    principal: string | null,
    whose: Whose,
    excess: number,
  ): never {
    const refusal = tooMany(whose, 'in a second');
    // One entry tells of all of that second.
    if (excess === 1) this.audit(request, principal, refusal);
    throw refusal;
  }

  private audit(request: IncomingMessage, principal: string | null, { message }: TamsError): void {
    const subject = `${request.method} ${(request.url ?? '').split('?', 1)[0]}`;
    const address = this.options.addressOf(request);
    this.options.access?.audit.later({
      ...{ principal, action: 'request', subject, address },
      ...{ outcome: 'refused', detail: message },
    });
  }
}

const FORGED: Credentials = {
  kind: 'malformed',
  reason: 'a page of another site may not use a remembered password: send JSON, with its content type',
};

type Whose = 'address' | 'principal';

const RETRY_AFTER_S = '1';

function tooMany(whose: Whose, when: string): TamsError {
  const detail = `this ${whose} asks too much ${when}; try again in ${RETRY_AFTER_S} s`;
  return new TamsError('TooManyRequests', detail, [], { retryAfter: RETRY_AFTER_S });
}

/** The headers that go with a refusal at the gate. */
export function headersOfRefusal({ kind, facts }: TamsError): Readonly<Record<string, string>> {
  if (kind === 'unauthenticated') return { 'WWW-Authenticate': CHALLENGE };
  return facts.retryAfter === undefined ? {} : { 'Retry-After': facts.retryAfter };
}
