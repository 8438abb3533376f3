import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TamsError } from '../tams/errors';
import { networkOf } from './address-network';

/** Failures that are let pass, and the seconds after which they are forgotten. */
const OF_ADDRESS = { points: 100, duration: 300 };
/** More of one name from one address make it wait; its owner, who asks from elsewhere, is not locked out. */
const OF_NAME = { points: 10, duration: 300 };

/** Slows guessing down: who has failed too often is not listened to for a while. */
export class FailedLogins {
  private readonly byAddress = new RateLimiterMemory({ keyPrefix: 'address', ...OF_ADDRESS });
  private readonly byName = new RateLimiterMemory({ keyPrefix: 'name', ...OF_NAME });

  /** @throws TamsError `TooManyRequests` while this address, or this name from it, has to wait */
  async check(address: string, name: string | null): Promise<void> {
    refuseIfSpent(await this.byAddress.get(networkOf(address)), OF_ADDRESS.points);
    if (name !== null) refuseIfSpent(await this.byName.get(keyOf(address, name)), OF_NAME.points);
  }

  async failed(address: string, name: string | null): Promise<void> {
    await this.byAddress.penalty(networkOf(address));
    if (name !== null) await this.byName.penalty(keyOf(address, name));
  }

  async succeeded(address: string, name: string): Promise<void> {
    await this.byName.delete(keyOf(address, name));
  }
}

const keyOf = (address: string, name: string): string => `${networkOf(address)} ${name}`;

function refuseIfSpent(state: RateLimiterRes | null, points: number): void {
  if (!state || state.consumedPoints < points) return;
  const retryAfter = String(Math.ceil(state.msBeforeNext / 1000));
  throw new TamsError('TooManyRequests', `too many attempts failed; try again in ${retryAfter} s`, [], {
    retryAfter,
  });
}
