import { GraphQLError, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Admitted } from '../admission';
import { contextAnew, type GraphContext } from '../context';
import { CODES, limitError, translateError } from '../errors';
import type { Send } from './delivery';
import { Feed } from './feed';
import { LiveGroups, type GroupSource } from './live-groups';
import { prepare, type PreparationParts, type StreamRequest } from './preparation';
import { sharingKey } from './sharing';
import type { SubscriptionSlots } from './slots';
import { eventsOf } from './source-stream';
import { turn } from './turns';

/** Results as they are sent. */
export interface FormattedResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: unknown;
}

/** What an operation over a stream comes to. */
export type Begun =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | {
      readonly kind: 'answer';
      readonly isMutation: boolean;
      readonly run: () => Promise<FormattedResult>;
    }
  | {
      readonly kind: 'stream';
      /**
       * Sends the text of each result until the subscription is over, or the signal aborts.
       * @throws StreamFailed
       */
      readonly follow: (send: Send, signal: AbortSignal) => Promise<void>;
    };

export interface StreamOperationsParts extends PreparationParts {
  readonly slots: SubscriptionSlots;
  /** Runs a query or mutation, or, with the event it is about, one round of a subscription. */
  readonly execute: (admitted: Admitted, context: GraphContext, event?: unknown) => Promise<ExecutionResult>;
  readonly formatError: (formatted: GraphQLFormattedError, error: GraphQLError) => GraphQLFormattedError;
}

/** A subscription and who asked for it. */
interface Subscription {
  readonly request: StreamRequest;
  readonly admitted: Admitted;
  readonly contextFor: () => GraphContext;
}

/** What ended a subscription, as the client reads it. */
export class StreamFailed extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The subscription has failed');
  }
}

/** Runs operations that come over a WebSocket or want a stream of events: subscriptions, and queries and mutations too. */
export class StreamOperations {
  private readonly groups = new LiveGroups();

  constructor(private readonly parts: StreamOperationsParts) {}

  get schema(): GraphQLSchema {
    return this.parts.schema;
  }

  /**
   * Begins an operation.
   * @param contextFor makes the context of one round: nothing that was read for one event is there in the next
   */
  begin(request: StreamRequest, contextFor: () => GraphContext): Begun {
    const prepared = prepare(this.parts, request);
    if (!('compiled' in prepared)) return { kind: 'refused', errors: prepared };
    if (!prepared.compiled.isSubscription)
      return {
        kind: 'answer',
        isMutation: prepared.compiled.isMutation,
        run: () => this.answer(prepared, contextFor()),
      };
    const subscription = { request, admitted: prepared, contextFor };
    return { kind: 'stream', follow: (send, signal) => this.follow(subscription, send, signal) };
  }

  private async answer(admitted: Admitted, context: GraphContext, event?: unknown): Promise<FormattedResult> {
    const { data, errors, extensions } = await this.parts.execute(admitted, context, event);
    // What an event costs is told before the first of them would be: it is not sent with each.
    const rest = event === undefined ? { extensions } : {};
    return errors ? { errors: this.formatted(errors), data, ...rest } : { data, ...rest };
  }

  /** @throws StreamFailed */
  private async follow(subscription: Subscription, send: Send, signal: AbortSignal): Promise<void> {
    const { admitted, contextFor } = subscription;
    const release = this.parts.slots.take(contextFor().caller.principal);
    if (!release) throw new StreamFailed(this.formatted([this.full()]));
    try {
      const events = await eventsOf(this.parts.schema, admitted, contextFor(), signal);
      if (events instanceof Feed) await this.followFeed(subscription, events, send, signal);
      else
        for await (const event of events) if (!(await this.tell(subscription, event, send, signal))) return;
    } catch (error) {
      const { requestId, logger } = contextFor();
      throw new StreamFailed(this.formatted([translateError(asGraphQLError(error), requestId, logger)]));
    } finally {
      release();
    }
  }

  /** Tells what has been up to now by itself, and what comes together with others; the former again when it has fallen behind. */
  private async followFeed(
    subscription: Subscription,
    feed: Feed,
    send: Send,
    signal: AbortSignal,
  ): Promise<void> {
    const { request, admitted } = subscription;
    const context = subscription.contextFor();
    const key = sharingKey(request, admitted.compiled, context.caller);
    const source = this.groupSource(admitted, feed, context);
    let place = feed.start;
    while (!signal.aborted) {
      for await (const { items, cursor } of feed.read(place, signal, false)) {
        for (const item of items) if (!(await this.tell(subscription, item, send, signal))) return;
        place = feed.placeAt(cursor);
      }
      place = await this.groups.follow(key, { place, send, signal }, source);
    }
  }

  /** @param context of one who asked: the group may outlive its connection, and so makes contexts by itself */
  private groupSource(admitted: Admitted, feed: Feed, context: GraphContext): GroupSource {
    return {
      read: (behind, ended) => feed.read(behind, ended, true),
      placeAt: (cursor) => feed.placeAt(cursor),
      textOf: async (item) => {
        const result = await this.answer(admitted, contextAnew(context), item);
        // Errors name the request of whom they are told.
        return result.errors ? null : JSON.stringify(result);
      },
    };
  }

  /** Runs one round and sends what came of it; false when nobody listens any more. */
  private async tell(
    { admitted, contextFor }: Subscription,
    event: unknown,
    send: Send,
    signal: AbortSignal,
  ): Promise<boolean> {
    const rest = turn();
    if (rest) await rest;
    const isOver = () => signal.aborted;
    if (isOver()) return false;
    const result = await this.answer(admitted, contextFor(), event);
    if (isOver()) return false;
    const sent = send(JSON.stringify(result));
    if (sent) await sent;
    return true;
  }

  /** Errors as clients read them. */
  formatted(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
    return errors.map((error) => withoutStatus(this.parts.formatError(error.toJSON(), error)));
  }

  private full(): GraphQLError {
    const { limits, slots } = this.parts;
    const [who, most] =
      slots.taken >= limits.maxSubscriptions
        ? ['The server', limits.maxSubscriptions]
        : ['This principal', limits.maxPrincipalSubscriptions];
    return limitError(
      `${who} has ${most} subscriptions already; try again later.`,
      CODES.tooManySubscriptions,
    );
  }
}

/** A stream's answers have no status of their own. */
function withoutStatus(error: GraphQLFormattedError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions ?? {};
  return { ...error, extensions };
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(cause.message, { originalError: cause });
}
