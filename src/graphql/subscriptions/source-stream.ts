import type { GraphQLSchema } from 'graphql';
import type { Admitted } from '../admission';
import type { GraphContext } from '../context';
import type { Feed } from './feed';

/** What a field of `Subscription` is given to begin. */
export interface SubscriptionContext extends GraphContext {
  /** Aborts when nobody listens any more: the field's events end by it. */
  readonly signal: AbortSignal;
}

const NOTHING: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/**
 * The events of a subscription (GraphQL, CreateSourceEventStream). Validation has seen to it that it has one root field.
 * @throws what the field's method throws
 */
export async function eventsOf(
  schema: GraphQLSchema,
  { compiled, variables }: Admitted,
  context: GraphContext,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown> | Feed> {
  const [field] = compiled.planFor(variables).root.fields;
  const definition = field && schema.getSubscriptionType()?.getFields()[field.name];
  // `@skip` may have left nothing, and `__typename` is no event.
  if (!field || !definition?.subscribe) return NOTHING;
  const subscribed: SubscriptionContext = { ...context, signal };
  const events: unknown = await definition.subscribe(
    undefined,
    field.args(variables),
    subscribed,
    field.info,
  );
  return events as AsyncIterable<unknown> | Feed;
}
