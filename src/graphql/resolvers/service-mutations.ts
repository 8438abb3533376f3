import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ServiceInfo, Webhook } from '../../tams/model';
import type { GraphContext } from '../context';
import { WebhookInputType } from '../inputs/webhook';
import { GraphQLUuid } from '../scalars';
import { ServiceType } from '../types/service';
import { WebhookType } from '../types/webhook';

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
    @Ctx() { store, caller }: GraphContext,
    @Arg('input', () => WebhookInputType, { description: 'The whole registration.' }) input: WebhookInputType,
  ): Promise<Webhook | null> {
    return store.webhooks.put(caller, input);
  }

  @Mutation(() => Boolean, { description: 'Removes a registration; false when there was none of this id.' })
  deleteWebhook(
    @Ctx() { store, caller }: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the registration.' }) id: string,
  ): Promise<boolean> {
    return store.webhooks.delete(caller, id);
  }
}
