import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver } from 'type-graphql';
import type { Token, User } from '../../auth/account-values';
import type { AuditEntry } from '../../auth/audit-log';
import type { Limits } from '../../tams/access/limits';
import type { GraphContext } from '../context';
import { GraphQLSafeInt, GraphQLUuid } from '../scalars';
import {
  type AccessLimitsInputType,
  AccessTokenType,
  AuditEntryType,
  CreateTokenPayloadType,
  TokenInputType,
  UserInputType,
  UserPatchType,
  UserType,
} from '../types/access';
import { AdministrationType } from '../types/administration';

const accountsOf = ({ accounts, caller }: GraphContext) => accounts.as(caller);

@Resolver(() => AdministrationType)
export class AccessResolver {
  @FieldResolver(() => [UserType], { description: 'Those who have a name here, by name.' })
  users(@Ctx() context: GraphContext): Promise<User[]> {
    return accountsOf(context).users();
  }

  @FieldResolver(() => [AccessTokenType], { description: 'Tokens, by user, then newest first.' })
  tokens(
    @Ctx() context: GraphContext,
    @Arg('user', () => String, { nullable: true, description: 'Only those of this user.' })
    user: string | null | undefined,
  ): Promise<Token[]> {
    return accountsOf(context).tokens(user ?? null);
  }

  @FieldResolver(() => [AuditEntryType], { description: 'What was administered and refused, newest first.' })
  auditLog(
    @Ctx() context: GraphContext,
    @Arg('principal', () => String, { nullable: true, description: 'Only what this one did.' })
    principal: string | null | undefined,
    @Arg('before', () => GraphQLSafeInt, {
      nullable: true,
      description: 'Only what is older than the entry of this number.',
    })
    before: number | null | undefined,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Most entries, 1 to 1,000.' }) first: number,
  ): Promise<AuditEntry[]> {
    return accountsOf(context).auditLog({ principal: principal ?? null, before: before ?? null, first });
  }
}

const limitsOf = ({ sourceIds, flowIds, classes }: AccessLimitsInputType): Limits => ({
  sourceIds: sourceIds ?? [],
  flowIds: flowIds ?? [],
  classes: classes ?? [],
});

@Resolver()
export class AccessMutations {
  @Mutation(() => UserType, { description: 'Creates a user. Fails with `USER_EXISTS`, `INVALID_USER`.' })
  createUser(
    @Ctx() context: GraphContext,
    @Arg('input', () => UserInputType, { description: 'Who, and what they may do.' })
    { name, scopes, password }: UserInputType,
  ): Promise<User> {
    return accountsOf(context).createUser({ name, scopes, password: password ?? null });
  }

  @Mutation(() => UserType, {
    description: 'Changes a user. What is open in their name, streams among it, ends at once.',
  })
  updateUser(
    @Ctx() context: GraphContext,
    @Arg('name', () => String, { description: 'The name of the user.' }) name: string,
    @Arg('patch', () => UserPatchType, { description: 'What to change.' })
    { scopes, disabled, password }: UserPatchType,
  ): Promise<User> {
    return accountsOf(context).updateUser(name, {
      ...(scopes ? { scopes } : {}),
      ...(typeof disabled === 'boolean' ? { disabled } : {}),
      ...(password === undefined ? {} : { password }),
    });
  }

  @Mutation(() => CreateTokenPayloadType, { description: 'Creates a token, which is shown this once.' })
  createToken(
    @Ctx() context: GraphContext,
    @Arg('input', () => TokenInputType, { description: 'Whose, what it may do, and until when.' })
    { user, label, scopes, limits, expires }: TokenInputType,
  ): Promise<{ token: Token; secret: string }> {
    return accountsOf(context).createToken({
      user,
      label: label ?? null,
      scopes: scopes ?? null,
      limits: limits ? limitsOf(limits) : null,
      expires: expires ?? null,
    });
  }

  @Mutation(() => AccessTokenType, { description: 'Ends a token, and what was opened by it, at once.' })
  revokeToken(
    @Ctx() context: GraphContext,
    @Arg('id', () => GraphQLUuid, { description: 'The id of the token.' }) id: string,
  ): Promise<Token> {
    return accountsOf(context).revokeToken(id);
  }
}
