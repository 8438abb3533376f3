import { EndpointClient, ReadRefused, type ClientOptions } from './client';
import { Health, type EndpointState, type HealthPolicy } from './health';
import type { Load } from './load-balancer';

/** One endpoint as those see it who run the store. */
export interface EndpointReport {
  readonly url: string;
  readonly state: EndpointState;
  /** Why it is not healthy; null when it is. */
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Reads sent to it, and those of them that failed there. */
  readonly requests: number;
  readonly failures: number;
  readonly outstanding: number;
  /** Moving average of the time to an answer; null before the first. */
  readonly averageMs: number | null;
}

export interface EndpointOptions extends ClientOptions {
  readonly policy: HealthPolicy;
  readonly now: () => number;
  readonly onChange: (report: EndpointReport, from: EndpointState) => void;
}

/** Weight of the newest answer in the moving average. */
const NEWEST = 0.2;
/** An endpoint that is not asked is thought faster as time goes by, or one that was slow once would never be asked again. */
const FORGOTTEN_AFTER_MS = 10_000;

/** One endpoint: what it answers, what is held of it, what it has done. */
export class Endpoint implements Load {
  outstanding = 0;
  private requests = 0;
  private failures = 0;
  private averageMs: number | null = null;
  private answeredAt = 0;
  private checking = false;
  private readonly client: EndpointClient;
  private readonly health: Health;

  constructor(
    readonly url: string,
    private readonly options: EndpointOptions,
  ) {
    this.client = new EndpointClient(url, options);
    this.health = new Health({
      ...options,
      onChange: (to, from) => {
        // Reads that wait for it fail over at once, instead of when their time is up.
        if (to === 'down') this.client.abandon(`it is down: ${this.health.reason}`);
        options.onChange(this.report(), from);
      },
    });
  }

  get state(): EndpointState {
    return this.health.state;
  }

  get expectedMs(): number {
    const idle = this.options.now() - this.answeredAt;
    return (this.averageMs ?? 0) * Math.exp(-idle / FORGOTTEN_AFTER_MS);
  }

  /** @throws EndpointFailure, ReadRefused as the client does */
  async read(body: Buffer, timeoutMs: number): Promise<unknown> {
    this.requests += 1;
    this.outstanding += 1;
    const began = performance.now();
    try {
      const answer = await this.client.read(body, timeoutMs);
      this.answered(performance.now() - began);
      return answer;
    } catch (error) {
      if (error instanceof ReadRefused) this.health.readSucceeded();
      else {
        this.failures += 1;
        this.health.readFailed((error as Error).message);
      }
      throw error;
    } finally {
      this.outstanding -= 1;
    }
  }

  /** Asks how it is, unless it owes an answer to that already. */
  async check(timeoutMs: number): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    try {
      await this.client.check(timeoutMs);
      this.health.checkSucceeded();
    } catch (error) {
      this.health.checkFailed((error as Error).message);
    } finally {
      this.checking = false;
    }
  }

  report(): EndpointReport {
    const { url, requests, failures, outstanding, averageMs } = this;
    const { state, reason, since } = this.health;
    return { url, state, reason, since, requests, failures, outstanding, averageMs };
  }

  close(): void {
    this.client.close();
  }

  private answered(ms: number): void {
    this.health.readSucceeded();
    this.averageMs = this.averageMs === null ? ms : this.averageMs + NEWEST * (ms - this.averageMs);
    this.answeredAt = this.options.now();
  }
}
