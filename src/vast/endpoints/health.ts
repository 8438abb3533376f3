/**
 * `healthy`: takes reads. `suspect`: it failed of late, and takes reads only where no healthy one is left. `down`: takes none.
 * `recovering`: it answers checks again, and takes none until it has answered several.
 */
export type EndpointState = 'healthy' | 'suspect' | 'down' | 'recovering';

export interface HealthPolicy {
  /** Failures, the first included, until a suspect is down. */
  readonly failuresToDown: number;
  /** Successes in a row until a suspect is healthy again. */
  readonly successesToTrust: number;
  /** Successful checks in a row until one that was down takes reads again: more, so that it does not flap. */
  readonly checksToReturn: number;
}

export const HEALTH_POLICY: HealthPolicy = { failuresToDown: 3, successesToTrust: 2, checksToReturn: 3 };

export interface HealthOptions {
  readonly policy: HealthPolicy;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onChange: (to: EndpointState, from: EndpointState) => void;
}

/** What is held of one endpoint, from the results of checks and of reads. */
export class Health {
  state: EndpointState = 'recovering';
  /** Why it is not healthy; null when it is. */
  reason: string | null = 'not checked yet';
  /** When it came into its state. */
  since: number;
  private failures = 0;
  private successes = 0;
  /** One that has never failed needs one check only. */
  private toReturn = 1;

  constructor(private readonly options: HealthOptions) {
    this.since = options.now();
  }

  checkSucceeded(): void {
    switch (this.state) {
      case 'healthy':
        return;
      case 'suspect':
        this.readSucceeded();
        return;
      case 'down':
        this.successes = 0;
        this.turn('recovering', this.reason);
        this.countReturn();
        return;
      case 'recovering':
        this.countReturn();
    }
  }

  checkFailed(reason: string): void {
    if (this.state === 'healthy' || this.state === 'suspect') this.readFailed(reason);
    else if (this.state === 'recovering') this.fall(reason);
    else this.reason = reason;
  }

  /** Reads that end when it has gone down already tell nothing new. */
  readSucceeded(): void {
    if (this.state !== 'suspect') return;
    this.successes += 1;
    if (this.successes >= this.options.policy.successesToTrust) this.turn('healthy', null);
  }

  readFailed(reason: string): void {
    if (this.state === 'healthy') {
      this.failures = 0;
      this.turn('suspect', reason);
    }
    if (this.state !== 'suspect') return;
    this.reason = reason;
    this.failures += 1;
    this.successes = 0;
    if (this.failures >= this.options.policy.failuresToDown) this.fall(reason);
  }

  private countReturn(): void {
    this.successes += 1;
    if (this.successes >= this.toReturn) this.turn('healthy', null);
  }

  private fall(reason: string): void {
    this.successes = 0;
    this.toReturn = this.options.policy.checksToReturn;
    this.turn('down', reason);
  }

  private turn(to: EndpointState, reason: string | null): void {
    const from = this.state;
    this.state = to;
    this.reason = reason;
    this.since = this.options.now();
    this.options.onChange(to, from);
  }
}
