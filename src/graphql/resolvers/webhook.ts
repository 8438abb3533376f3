import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Webhook, WebhookDelivery } from '../../tams/model';
import type { GraphContext } from '../context';
import { WebhookDeliveryType, WebhookType } from '../types/webhook';

@Resolver(() => WebhookType)
export class WebhookResolver {
  @FieldResolver(() => WebhookDeliveryType, { description: 'How its deliveries go.' })
  delivery(@Root() webhook: Webhook, @Ctx() { loaders }: GraphContext): Promise<WebhookDelivery> {
    return loaders.webhookDelivery(webhook.id);
  }
}
