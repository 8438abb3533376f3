import { IngestError, reasonOf } from './errors';
import { display } from './location';
import { isTransientStatus, retrying, Transient } from './retry';

/** A GraphQL error that the gateway answered with. `code` is `extensions.code`. */
export class GatewayRefusal extends IngestError {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super('gateway', `The gateway refused: ${message}`);
  }
}

/** How one request is made. */
export interface RequestOptions {
  /** Gives the request up. */
  readonly signal?: AbortSignal | undefined;
  /** Send it again when the network or the gateway fails. Default true; false for what must not be done twice. */
  readonly retry?: boolean;
}

interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message?: unknown;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

const TIMEOUT_MS = 60_000;

/** A GraphQL client of one gateway: POST, JSON, tried again while the network or the gateway fails for the moment. */
export class GatewayClient {
  /** Where requests go. */
  readonly endpoint: URL;
  /** What is sent to say who asks, if anything. */
  readonly authorization: Readonly<Record<string, string>>;
  readonly #name: string;

  /**
   * @param gateway the gateway's base URL, or that of its `/graphql`
   * @param token for a gateway with authentication on
   * @throws IngestError `usage` if it is no http(s) URL
   */
  constructor(gateway: string, token?: string) {
    this.authorization = token ? { authorization: `Bearer ${token}` } : {};
    const url = URL.canParse(gateway) ? new URL(gateway) : null;
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new IngestError(
        'usage',
        `"${gateway}" is no gateway URL: give one such as http://127.0.0.1:4000.`,
      );
    }
    if (!url.pathname.endsWith('/graphql')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/graphql`;
    this.endpoint = url;
    this.#name = display({ kind: 'url', url });
  }

  /**
   * Runs one operation and returns its `data`.
   * @throws GatewayRefusal when the gateway answers with errors; IngestError `gateway` when it cannot be reached, keeps
   *   failing, or is none
   */
  async request<T>(
    document: string,
    variables: Readonly<Record<string, unknown>> = {},
    { signal, retry = true }: RequestOptions = {},
  ): Promise<T> {
    const body = JSON.stringify({ query: document, variables });
    const attempt = (): Promise<unknown> => this.#post(body, signal);
    try {
      return (await (retry ? retrying(attempt, { signal }) : attempt())) as T;
    } catch (error) {
      if (error instanceof Transient) throw new IngestError('gateway', `${error.message}.`, { cause: error });
      throw error;
    }
  }

  /**
   * Asks whether this is a TAMS gateway at all, so that a wrong URL gets a clear sentence.
   * @throws IngestError `gateway`
   */
  async greet(signal?: AbortSignal): Promise<void> {
    try {
      await this.request('{ service { apiVersion } }', {}, { signal });
    } catch (error) {
      if (!(error instanceof GatewayRefusal) || error.code !== 'GRAPHQL_VALIDATION_FAILED') throw error;
      throw new IngestError('gateway', `${this.#name} is a GraphQL server, but no TAMS gateway.`, {
        cause: error,
      });
    }
  }

  async #post(body: string, signal: AbortSignal | undefined): Promise<unknown> {
    const late = new AbortController();
    // Unlike that of `AbortSignal.timeout`, this timer keeps the process alive. A connection that is closed the moment it
    // opens can leave Node's fetch pending with nothing else that does: the command would end without a word.
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.endpoint, {
        method: 'POST',
        headers: { ...this.authorization, 'content-type': 'application/json', accept: 'application/json' },
        body,
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      text = await response.text();
    } catch (error) {
      throw new Transient(`The gateway ${this.#name} cannot be reached: ${reasonOf(error)}`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
    const status = `${response.status} ${response.statusText}`.trimEnd();
    const answer = graphqlAnswer(text);
    const [first] = answer?.errors ?? [];
    const passing = isTransientStatus(response.status) || first?.extensions?.kind === 'unavailable';
    if (passing) throw new Transient(`The gateway ${this.#name} answered ${status}`);
    if (!answer) {
      throw new IngestError(
        'gateway',
        `${this.#name} is no GraphQL gateway: it answered ${status} without GraphQL.`,
      );
    }
    if (first) throw new GatewayRefusal(String(first.message), String(first.extensions?.code));
    return answer.data;
  }
}

function graphqlAnswer(text: string): GraphqlAnswer | null {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null) return null;
    const answer = value as GraphqlAnswer;
    const isAnswer =
      Array.isArray(answer.errors) || (typeof answer.data === 'object' && answer.data !== null);
    return isAnswer ? answer : null;
  } catch {
    return null;
  }
}
