import type { TableDefinition } from '../table';
import { EndpointFailure, ReadRefused } from './client';
import { Endpoint, type EndpointOptions, type EndpointReport } from './endpoint';
import { HEALTH_POLICY, type HealthPolicy } from './health';
import { LoadBalancer, type Strategy } from './load-balancer';
import { definitionsOf, encodeRead, REQUEST_BYTES } from './wire';
import type { Read } from './reads';

export interface EndpointPolicy extends HealthPolicy {
  /** How often each is checked, and how long it may take to answer a check. */
  readonly checkEveryMs: number;
  readonly checkTimeoutMs: number;
  /** How many endpoints one read is sent to at most, one after the other. */
  readonly tries: number;
  /** How long a read may take at one endpoint, and at all of them. */
  readonly tryMs: number;
  readonly readMs: number;
}

export const ENDPOINT_POLICY: EndpointPolicy = {
  ...HEALTH_POLICY,
  checkEveryMs: 1_000,
  checkTimeoutMs: 1_000,
  tries: 3,
  tryMs: 10_000,
  readMs: 15_000,
};

export interface EndpointManagerOptions {
  /** Base URLs, each once. */
  readonly urls: readonly string[];
  readonly strategy: Strategy;
  /** Which store the endpoints must serve, with which tables. */
  readonly store: string;
  readonly tables: readonly TableDefinition[];
  readonly token: string | null;
  readonly policy?: Partial<EndpointPolicy>;
  readonly now: () => number;
  readonly onChange: EndpointOptions['onChange'];
}

/** Several endpoints of one store: which of them are well, and which one a read goes to. */
export class EndpointManager {
  readonly strategy: Strategy;
  private readonly policy: EndpointPolicy;
  private readonly endpoints: readonly Endpoint[];
  private readonly balancer: LoadBalancer;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(options: EndpointManagerOptions) {
    this.policy = { ...ENDPOINT_POLICY, ...options.policy };
    const each = { ...options, policy: this.policy, definitions: definitionsOf(options.tables) };
    this.endpoints = options.urls.map((url) => new Endpoint(url, each));
    this.strategy = options.strategy;
    this.balancer = new LoadBalancer(options.strategy);
  }

  /** Checks all now, and from then on again and again. Resolves after the first checks. */
  async start(): Promise<void> {
    const first = this.check();
    this.timer ??= setInterval(() => void this.check(), this.policy.checkEveryMs);
    this.timer.unref();
    await first;
  }

  /** Checks each once. */
  async check(): Promise<void> {
    await Promise.all(this.endpoints.map((endpoint) => endpoint.check(this.policy.checkTimeoutMs)));
  }

  /**
   * Sends a read to an endpoint, and where that fails to the next one: reading twice does no harm.
   * @throws EndpointFailure when no endpoint answered, ReadRefused when one will not.
   */
  async read(read: Read): Promise<unknown> {
    const body = Buffer.from(encodeRead(read));
    if (body.length > REQUEST_BYTES) throw new ReadRefused('The read takes too much to say');
    const end = performance.now() + this.policy.readMs;
    const tried = new Set<Endpoint>();
    let failure = new EndpointFailure('no endpoint takes reads');
    while (tried.size < this.policy.tries) {
      const left = end - performance.now();
      const candidates = this.candidates(tried);
      if (candidates.length === 0 || left <= 0) break;
      const endpoint = this.balancer.pick(candidates);
      tried.add(endpoint);
      try {
        return await endpoint.read(body, Math.min(left, this.policy.tryMs));
      } catch (error) {
        if (!(error instanceof EndpointFailure)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  report(): EndpointReport[] {
    return this.endpoints.map((endpoint) => endpoint.report());
  }

  /** Checks no more and sends no more; reads under way fail. */
  close(): void {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
    for (const endpoint of this.endpoints) endpoint.close();
  }

  /** The healthy ones that were not tried; the suspect ones where none is left. */
  private candidates(tried: ReadonlySet<Endpoint>): readonly Endpoint[] {
    if (this.closed) return [];
    const of = (wanted: string) =>
      this.endpoints.filter((endpoint) => endpoint.state === wanted && !tried.has(endpoint));
    const healthy = of('healthy');
    return healthy.length > 0 ? healthy : of('suspect');
  }
}
