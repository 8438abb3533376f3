import { GraphQLError, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Admitted } from '../admission';
import type { GraphContext } from '../context';
import { CODES, limitError, translateError } from '../errors';
import { abortable } from './abortable';
import { prepare, type PreparationParts, type StreamRequest } from './preparation';
import { eventsOf } from './source-stream';
import type { SubscriptionSlots } from './slots';
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
  | { readonly kind: 'stream'; readonly results: AsyncGenerator<FormattedResult, void, void> };

export interface StreamOperationsParts extends PreparationParts {
  readonly slots: SubscriptionSlots;
  /** Runs a query or mutation, or, with the event it is about, one round of a subscription. */
  readonly execute: (admitted: Admitted, context: GraphContext, event?: unknown) => Promise<ExecutionResult>;
  readonly formatError: (formatted: GraphQLFormattedError, error: GraphQLError) => GraphQLFormattedError;
}

/** What ended a subscription, as the client reads it. */
export class StreamFailed extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The subscription has failed');
  }
}

/** Runs operations that come over a WebSocket or want a stream of events: subscriptions, and queries and mutations too. */
export class StreamOperations {
  constructor(private readonly parts: StreamOperationsParts) {}

  get schema(): GraphQLSchema {
    return this.parts.schema;
  }

  /**
   * Begins an operation.
   * @param contextFor makes the context of one round: nothing that was read for one event is there in the next
   * @param signal ends a subscription
   */
  begin(request: StreamRequest, contextFor: () => GraphContext, signal: AbortSignal): Begun {
    const prepared = prepare(this.parts, request);
    if (!('compiled' in prepared)) return { kind: 'refused', errors: prepared };
    if (!prepared.compiled.isSubscription)
      return {
        kind: 'answer',
        isMutation: prepared.compiled.isMutation,
        run: () => this.answer(prepared, contextFor()),
      };
    const results = abortable((ended) => this.rounds(prepared, contextFor, ended), signal);
    return { kind: 'stream', results };
  }

  private async answer(admitted: Admitted, context: GraphContext, event?: unknown): Promise<FormattedResult> {
    const { data, errors, extensions } = await this.parts.execute(admitted, context, event);
    // What an event costs is told before the first of them would be: it is not sent with each.
    const rest = event === undefined ? { extensions } : {};
    return errors ? { errors: this.formatted(errors), data, ...rest } : { data, ...rest };
  }

  /** @throws StreamFailed */
  private async *rounds(
    admitted: Admitted,
    contextFor: () => GraphContext,
    signal: AbortSignal,
  ): AsyncGenerator<FormattedResult, void, void> {
    const release = this.parts.slots.take(contextFor().caller.principal);
    if (!release) throw new StreamFailed(this.formatted([this.full()]));
    try {
      for await (const event of await eventsOf(this.parts.schema, admitted, contextFor(), signal)) {
        const rest = turn();
        if (rest) await rest;
        if (signal.aborted) return;
        yield await this.answer(admitted, contextFor(), event);
      }
    } catch (error) {
      const { requestId, logger } = contextFor();
      throw new StreamFailed(this.formatted([translateError(asGraphQLError(error), requestId, logger)]));
    } finally {
      release();
    }
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
