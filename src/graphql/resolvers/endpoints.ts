import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import type { EndpointsReport } from '../../tams/administration/administration-service';
import type { GraphContext } from '../context';
import { AdministrationType } from '../types/administration';
import { StoreEndpointsType } from '../types/endpoints';

@Resolver(() => AdministrationType)
export class EndpointsResolver {
  @FieldResolver(() => StoreEndpointsType, {
    nullable: true,
    description: 'The endpoints of this store; null when none are configured (TAMS_ENDPOINTS).',
  })
  endpoints(@Ctx() { store }: GraphContext): EndpointsReport | null {
    return store.administration.endpoints();
  }
}
