import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Rational } from '../../tams/model';
import { GraphQLSafeInt } from '../scalars';
import { RationalType } from '../types/common';

@Resolver(() => RationalType)
export class RationalResolver {
  @FieldResolver(() => GraphQLSafeInt, { description: 'Below the line.' })
  denominator(@Root() rational: Rational): number {
    return rational.denominator ?? 1;
  }
}
