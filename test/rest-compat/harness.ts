import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoggedEvent } from '../../src/events/event-log';
import type { DeliveryOptions } from '../../src/tams/webhooks/delivery-options';
import { loggedEvents } from '../logged-events';
import { startGateway, type TestGateway } from '../server/gateway';
import { contractProblems } from './contract';
import { dumpOf, type Dump } from './dump';
import { HttpClient, type HttpAnswer } from './http-client';

/** Where the REST layer is mounted. */
export const BASE_PATH = '/tams/v7.0';

export interface RestOptions {
  /** Goes out as JSON. */
  readonly json?: unknown;
  /** Goes out as it is, as `application/json` unless `headers` say otherwise. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the REST layer, which the contract allows: `RestHarness.rest` has seen to that. */
export interface RestAnswer extends HttpAnswer {
  /** The body as JSON; undefined when there is none. */
  readonly json: any;
}

export interface HarnessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Storage backends instead of the default one, as in the file that `TAMS_STORAGE_BACKENDS` names. */
  readonly backends?: readonly object[];
  /** How webhooks are delivered, where it differs from what is usual. */
  readonly delivery?: Partial<DeliveryOptions>;
}

/** A whole gateway, spoken to over HTTP by its REST layer alone. */
export class RestHarness {
  private readonly client = new HttpClient();
  private skew = 0;

  private constructor(
    readonly gateway: TestGateway,
    private readonly folder: string,
  ) {}

  static async open(options: HarnessOptions = {}): Promise<RestHarness> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tams-rest-'));
    const env: Record<string, string> = { ...options.env };
    if (options.backends) {
      env.TAMS_STORAGE_BACKENDS = path.join(folder, 'backends.json');
      await writeFile(env.TAMS_STORAGE_BACKENDS, JSON.stringify(options.backends));
    }
    try {
      return new RestHarness(
        await startGateway({ env, dataDir: path.join(folder, 'data'), delivery: options.delivery ?? {} }),
        folder,
      );
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    this.client.close();
    await this.gateway.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The absolute URL of the API's root, without a slash at its end. */
  get base(): string {
    return `${this.gateway.url}${BASE_PATH}`;
  }

  /**
   * One request to the REST layer; `target` is raw and below the base path.
   * @throws Error when the contract does not allow the answer
   */
  async rest(method: string, target: string, options: RestOptions = {}): Promise<RestAnswer> {
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const answer = await this.send(method, BASE_PATH + target, {
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const problems = contractProblems({ method, target, hasBody: body !== undefined }, answer);
    if (problems.length > 0)
      throw new Error(
        `${method} ${target} → ${answer.status} ${answer.text.slice(0, 300)}\n${problems.join('\n')}`,
      );
    return { ...answer, json: answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown) };
  }

  get = (target: string, headers: Readonly<Record<string, string>> = {}): Promise<RestAnswer> =>
    this.rest('GET', target, { headers });
  put = (target: string, json: unknown): Promise<RestAnswer> => this.rest('PUT', target, { json });
  post = (target: string, json: unknown): Promise<RestAnswer> => this.rest('POST', target, { json });
  delete = (target: string): Promise<RestAnswer> => this.rest('DELETE', target);

  /** The answer of a request that must have this status. */
  async expect(
    status: number,
    method: string,
    target: string,
    options: RestOptions = {},
  ): Promise<RestAnswer> {
    const answer = await this.rest(method, target, options);
    if (answer.status !== status)
      throw new Error(`${method} ${target} → ${answer.status}, not ${status}: ${answer.text.slice(0, 500)}`);
    return answer;
  }

  /** GET and HEAD of one URL; throws unless status and headers are the same (2.6). Returns the GET. */
  async getAndHead(target: string, headers: Readonly<Record<string, string>> = {}): Promise<RestAnswer> {
    const got = await this.rest('GET', target, { headers });
    const headed = await this.rest('HEAD', target, { headers });
    const of = ({ status, headers: { ...all } }: RestAnswer) => {
      // They name the moment, the request or the connection; a HEAD may leave out the length (H26).
      for (const name of [
        'date',
        'x-request-id',
        'connection',
        'keep-alive',
        'content-length',
        'transfer-encoding',
      ])
        Reflect.deleteProperty(all, name);
      return { status, headers: all };
    };
    expect(of(headed)).toEqual(of(got));
    return got;
  }

  /** Any request to the gateway, by absolute path: media, health. Nothing is checked. */
  send(
    method: string,
    target: string,
    parts: { headers?: Readonly<Record<string, string>>; body?: string | Uint8Array } = {},
  ): Promise<HttpAnswer> {
    return this.client.send(this.gateway.url, method, target, parts);
  }

  /** A request to an absolute URL that the API handed out. */
  async follow(
    method: string,
    url: string,
    parts: { headers?: Readonly<Record<string, string>>; body?: string | Uint8Array } = {},
  ): Promise<HttpAnswer> {
    const { origin, pathname, search } = new URL(url);
    return this.client.send(origin, method, pathname + search, parts);
  }

  /** Moves the store's clock on, so that what comes next is later by at least this much. */
  tick(ms = 1000): void {
    this.skew += ms;
    const skew = this.skew;
    Object.assign(this.gateway.store.context, { now: () => Date.now() + skew });
  }

  /** Every event so far, oldest first. */
  events(after = 0): Promise<LoggedEvent[]> {
    return loggedEvents(this.gateway.store.context.log, after);
  }

  /** The events that `work` causes, in order. */
  async eventsOf(work: () => Promise<unknown>): Promise<LoggedEvent[]> {
    const before = (await this.events()).at(-1)?.sequence ?? 0;
    await work();
    return this.events(before);
  }

  async eventTypesOf(work: () => Promise<unknown>): Promise<string[]> {
    return (await this.eventsOf(work)).map(({ type }) => type);
  }

  /** Everything stored, to compare what must not change. */
  dump(): Promise<Dump> {
    return dumpOf(this.gateway.database);
  }

  /** A request that must be refused with this status: nothing is stored and no event is written. Returns the answer. */
  async refused(
    status: number,
    method: string,
    target: string,
    options: RestOptions = {},
  ): Promise<RestAnswer> {
    const before = await this.dump();
    const answer = await this.expect(status, method, target, options);
    expect(await this.dump()).toEqual(before);
    return answer;
  }
}
