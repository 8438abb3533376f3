import type { LookupAddress } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { AddressPolicy } from './addresses';
import type { DeliveryOptions, Resolve } from './delivery-options';

/** Where messages go, and the header that shows who sent them. */
export interface Receiver {
  readonly url: string;
  readonly apiKey: { readonly name: string; readonly value: string } | null;
}

/** How a try ended. What it says holds nothing of the URL, the key or the answer's body. */
export interface SendOutcome {
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  /** Null when the receiver has taken the message: any 2xx (W9). */
  readonly error: string | null;
}

/** What of an answer's body is read, and thrown away, so that its connection can be used again. */
const DISCARDED_BYTES = 64 * 1024;
/** How a connection that the receiver closed while nobody used it fails: the request has not been looked at. */
const STALE = new Set(['ECONNRESET', 'EPIPE']);
/** Why a try is cut short that has taken all its time. */
const LATE = Symbol('late');
const ERROR_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

class AddressRefused extends Error {}

/**
 * Posts messages to one receiver, over one connection that is kept while it is used. Every address is judged when it is
 * connected to, and the connection goes to the very address that was judged (W6); redirects are not followed.
 */
export class Sender {
  private readonly url: URL;
  private readonly secure: boolean;
  private readonly agent: http.Agent;
  private readonly lookup: LookupFunction;

  constructor(
    private readonly receiver: Receiver,
    private readonly addresses: AddressPolicy,
    private readonly options: Pick<DeliveryOptions, 'timeoutMs' | 'resolve'>,
  ) {
    this.url = new URL(receiver.url);
    this.secure = this.url.protocol === 'https:';
    const settings = { keepAlive: true, maxSockets: 1 };
    this.agent = this.secure ? new https.Agent(settings) : new http.Agent(settings);
    this.lookup = allowedAddresses(addresses, options.resolve);
  }

  /**
   * One try.
   * @param body JSON
   * @param stop gives the try up
   * @returns null when it was given up
   */
  async send(body: string, stop: AbortSignal): Promise<SendOutcome | null> {
    // Node resolves names only: what is an address already would never reach `lookup`.
    if (!this.addresses.allowsHost(this.url.hostname)) return failed(new AddressRefused());
    if (stop.aborted) return null;
    const { timeoutMs } = this.options;
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(LATE), timeoutMs);
    const giveUp = (): void => cut.abort();
    stop.addEventListener('abort', giveUp);
    try {
      return outcomeOf(await this.post(Buffer.from(body), cut.signal));
    } catch (error) {
      if (!cut.signal.aborted) return failed(error);
      if (cut.signal.reason !== LATE) return null;
      return { status: null, error: `it did not answer within ${timeoutMs} ms` };
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', giveUp);
    }
  }

  /** Closes the connection. */
  close(): void {
    this.agent.destroy();
  }

  /** Resolves to the status of the answer, when its body is over or has been long enough. */
  private post(body: Buffer, signal: AbortSignal): Promise<number> {
    const { request } = this.secure ? https : http;
    return new Promise((resolve, reject) => {
      const sent = request(this.url, {
        method: 'POST',
        agent: this.agent,
        headers: this.headersFor(body),
        lookup: this.lookup,
        signal,
      });
      let answered = false;
      sent.once('response', (response) => {
        answered = true;
        discard(response, () => resolve(response.statusCode!));
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (answered) return;
        // At least once allows to send again what a receiver may have seen; it has not, nearly always.
        if (sent.reusedSocket && STALE.has(error.code ?? '') && !signal.aborted)
          resolve(this.post(body, signal));
        else reject(error);
      });
      sent.once('close', () => {
        if (!answered) reject(new Error('closed'));
      });
      sent.end(body);
    });
  }

  private headersFor(body: Buffer): http.OutgoingHttpHeaders {
    const { apiKey } = this.receiver;
    return {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      ...(apiKey ? { [apiKey.name]: apiKey.value } : {}),
    };
  }
}

/** Resolves a name to those of its addresses that may be called; Node connects to what it is given here. */
function allowedAddresses(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const allowed = addresses.filter(({ address }) => policy.allows(address));
        const [first] = allowed;
        if (!first) callback(new AddressRefused(), []);
        else if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, [] as LookupAddress[]),
    );
  };
}

/** Calls back once, when the answer ends, breaks off or grows too long. */
function discard(response: http.IncomingMessage, done: () => void): void {
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > DISCARDED_BYTES) response.destroy();
  });
  response.on('error', () => undefined);
  response.once('close', done);
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return { status, error: null };
  if (status >= 300 && status < 400)
    return { status, error: `it answered with a redirect (${status}), which is not followed` };
  return { status, error: `it answered with status ${status}` };
}

/** Says why there was no answer, in words of our own: messages of errors may hold the URL. */
function failed(error: unknown): SendOutcome {
  if (error instanceof AddressRefused)
    return { status: null, error: 'it has no address that webhooks may reach' };
  const { code } = error as { readonly code?: unknown };
  const known = typeof code === 'string' && ERROR_CODE.test(code) ? ` (${code})` : '';
  return { status: null, error: `it could not be reached${known}` };
}
