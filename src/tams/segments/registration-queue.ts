import { setImmediate as turn } from 'node:timers/promises';
import { isFollowedHere } from '../../tracing';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import type { AddedSegments, SegmentInput, Uuid } from '../model';
import { registerSegments, type Registration } from './registration';

/** The most segments of one request (H13). */
export const MAX_SEGMENTS = 10_000;

/** Registrations that are enough for a transaction: the first of them is not to wait for more. */
const ENOUGH = 512;

/** A registration whose caller waits. */
interface Waiting {
  readonly registration: Registration;
  readonly resolve: (added: AddedSegments) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Registrations share one transaction with those that come until its turn: live flows bring one segment at a time, and most of
 * what that costs is the same for one as for many. Each is answered as if it were alone.
 */
export class RegistrationQueue {
  private waiting: Waiting[] = [];

  constructor(private readonly context: StoreContext) {}

  /**
   * `registerSegments` for one request; durable when the promise resolves.
   * @throws TamsError `TooLarge`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`: nothing is registered then.
   */
  async register(flowId: Uuid, inputs: readonly SegmentInput[]): Promise<AddedSegments> {
    if (inputs.length > MAX_SEGMENTS)
      throw new TamsError(
        'TooLarge',
        `${inputs.length} segments in one request; at most ${MAX_SEGMENTS} fit`,
      );
    const registration = { flowId, inputs };
    // A trace tells what its own request does.
    if (isFollowedHere()) return this.alone(registration);
    return new Promise((resolve, reject) => {
      this.waiting.push({ registration, resolve, reject });
      if (this.waiting.length === 1) void this.together();
    });
  }

  private async alone(registration: Registration): Promise<AddedSegments> {
    const [outcome] = await this.context.db.transaction((tx) =>
      registerSegments(tx, this.context, [registration]),
    );
    if (outcome instanceof TamsError) throw outcome;
    return outcome!;
  }

  /** Never rejects: all who wait are told. */
  private async together(): Promise<void> {
    let taken: Waiting[] = [];
    await this.gathered();
    try {
      const outcomes = await this.context.db.transaction((tx) => {
        taken = this.take();
        return registerSegments(
          tx,
          this.context,
          taken.map(({ registration }) => registration),
        );
      });
      taken.forEach(({ resolve, reject }, i) => {
        const outcome = outcomes[i]!;
        if (outcome instanceof TamsError) reject(outcome);
        else resolve(outcome);
      });
    } catch (error) {
      if (taken.length === 0) taken = this.take();
      // What one of several brought must not fail the others.
      if (taken.length === 1) taken[0]!.reject(error);
      else
        for (const { registration, resolve, reject } of taken) this.alone(registration).then(resolve, reject);
    }
  }

  /** Waits while turns of the event loop bring more: clients that are answered together ask again one after another. */
  private async gathered(): Promise<void> {
    let count: number;
    do {
      count = this.waiting.length;
      await turn();
    } while (this.waiting.length > count && this.waiting.length < ENOUGH);
  }

  /** Those that wait, up to as many segments as one request may have; for the rest the next transaction is asked for. */
  private take(): Waiting[] {
    let segments = 0;
    let count = 0;
    for (const { registration } of this.waiting) {
      segments += registration.inputs.length;
      if (count > 0 && segments > MAX_SEGMENTS) break;
      count += 1;
    }
    const taken = this.waiting.splice(0, count);
    if (this.waiting.length > 0) void this.together();
    return taken;
  }
}
