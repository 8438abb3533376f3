import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ServiceInfo, Webhook } from '../../tams/model';
import type { GraphContext } from '../context';
import { WebhookInputType } from '../inputs/webhook';
import { GraphQLUuid } from '../scalars';
import { ServiceType } from '../types/service';
import { WebhookType } from '../types/webhook';
import { written } from './written';

@Resolver()
export class ServiceMutations {
  @Mutation(() => ServiceType, {
    description: 'Changes what people read about this store: only what is given; null clears.',
  })
  updateService(
    @Ctx() { store, caller }: GraphContext,
    @Arg('name', () => String, { nullable: true, description: 'A name for people.' })
    name: string | null | undefined,
    @Arg('description', () => String, { nullable: true, description: 'A text for people.' })
    description: string | null | undefined,
  ): Promise<ServiceInfo> {
    return store.service.update(caller, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
  }

  @Mutation(() => WebhookType, {
    nullable: true,
    description:
      'Registers for events, or replaces the registration of the same URL and key; without events it is removed, and null.',
  })
  putWebhook(
    @Ctx() context: GraphContext,
    @Arg('input', () => WebhookInputType, { description: 'The whole registration.' }) input: WebhookInputType,
  ): Promise<Webhook | null> {
    return written(context, context.store.webhooks.put(context.caller, input));
  }

  @Mutation(() => Boolean, { description: 'Removes a registration; false when there was none of this id.' })
  deleteWebhook(
    @Ctx() { store, caller }: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the registration.' }) id: string,
  ): Promise<boolean> {
    return store.webhooks.delete(caller, id);
  }
  @Mutation(() => WebhookType, {
    description:
      'Delivers again what the registration wants of the events behind a cursor, and goes on from there. Fails with `WEBHOOK_NOT_FOUND`, `BAD_CURSOR`, or `CURSOR_EXPIRED` when the event log no longer reaches back to it.',
  })
  replayWebhook(
    @Ctx() context: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the registration.' }) id: string,
    @Arg('after', () => String, {
      description: 'A cursor of the event log, such as an earlier `delivery.position`.',
    })
    after: string,
  ): Promise<Webhook> {
    return written(context, context.store.webhooks.replay(context.caller, id, after));
  }
}
