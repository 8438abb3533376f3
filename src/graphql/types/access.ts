import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Scope } from '../../tams/access/caller';
import { GraphQLDateTime, GraphQLSafeInt, GraphQLUuid } from '../scalars';

export const ScopeEnum = { READ: 'read', WRITE: 'write', DELETE: 'delete', ADMIN: 'admin' } as const;

registerEnumType(ScopeEnum, {
  name: 'Scope',
  description: 'What somebody may do. None includes another.',
  valuesConfig: {
    READ: { description: 'Read and follow everything but the administration.' },
    WRITE: { description: 'Create and change sources, flows, segments and webhooks; restore flows.' },
    DELETE: { description: 'Delete flows and segments.' },
    ADMIN: { description: 'Administer the store: its users, tokens and description.' },
  },
});

export const AuditOutcomeEnum = { DONE: 'done', REFUSED: 'refused', FAILED: 'failed' } as const;

registerEnumType(AuditOutcomeEnum, {
  name: 'AuditOutcome',
  description: 'What came of something that is in the audit log.',
  valuesConfig: {
    DONE: { description: 'It was done.' },
    REFUSED: { description: 'Who asked was not let in, or may not do it.' },
    FAILED: { description: 'It could not be done.' },
  },
});

const optional = { nullable: true } as const;

@ObjectType('User', { description: 'Somebody, or a program, with a name here.', simpleResolvers: true })
export class UserType {
  @Field(() => String, { description: 'Unique. It is what `createdBy` and the like tell.' })
  name!: string;

  @Field(() => [ScopeEnum], { description: 'What they may do.' })
  scopes!: readonly Scope[];

  @Field(() => Boolean, { description: 'Whether they are let in no more, nor any token of theirs.' })
  disabled!: boolean;

  @Field(() => Boolean, { description: 'Whether they can log in by a password.' })
  hasPassword!: boolean;

  @Field(() => GraphQLDateTime, { description: 'When they were created.' })
  created!: number;

  @Field(() => String, { description: 'By whom.' })
  createdBy!: string;

  @Field(() => GraphQLDateTime, { description: 'When they last changed.' })
  updated!: number;

  @Field(() => String, { description: 'By whom.' })
  updatedBy!: string;
}

@ObjectType('AccessLimits', {
  description: 'A part of the store: what one of the lists lets through. Nothing else is there.',
  simpleResolvers: true,
})
export class AccessLimitsType {
  @Field(() => [GraphQLUuid], { description: 'Sources, with all of their flows.' })
  sourceIds!: readonly string[];

  @Field(() => [GraphQLUuid], { description: 'Flows; of their sources, only what is told of these.' })
  flowIds!: readonly string[];

  @Field(() => [String], {
    description: 'Classes: sources and flows whose tag `auth_classes`, a list with commas, has one of them.',
  })
  classes!: readonly string[];
}

@ObjectType('AccessToken', {
  description: 'A token of a user, without what it is: that is shown once, when it is created.',
  simpleResolvers: true,
})
export class AccessTokenType {
  @Field(() => GraphQLUuid, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The user whom it stands for.' })
  user!: string;

  @Field(() => String, { ...optional, description: 'What it is for, for people.' })
  label!: string | null;

  @Field(() => String, { description: 'How it begins.' })
  prefix!: string;

  @Field(() => [ScopeEnum], { description: 'What it may do, of what its user may.' })
  scopes!: readonly Scope[];

  @Field(() => AccessLimitsType, { ...optional, description: 'To which part of the store; null: to all.' })
  limits!: AccessLimitsType | null;

  @Field(() => GraphQLDateTime, { description: 'When it was created.' })
  created!: number;

  @Field(() => String, { description: 'By whom.' })
  createdBy!: string;

  @Field(() => GraphQLDateTime, { ...optional, description: 'When it ends; null: not by itself.' })
  expires!: number | null;

  @Field(() => GraphQLDateTime, { ...optional, description: 'When it was revoked; null: it was not.' })
  revoked!: number | null;

  @Field(() => GraphQLDateTime, { ...optional, description: 'When it was last used, to the minute.' })
  lastUsed!: number | null;
}

@ObjectType('CreateTokenPayload', { description: 'A new token.', simpleResolvers: true })
export class CreateTokenPayloadType {
  @Field(() => AccessTokenType, { description: 'What is known of it.' })
  token!: AccessTokenType;

  @Field(() => String, { description: 'The token itself. It is never shown again.' })
  secret!: string;
}

@ObjectType('AuditEntry', { description: 'Something administered or refused.', simpleResolvers: true })
export class AuditEntryType {
  @Field(() => GraphQLSafeInt, { description: 'Its number, which rises.' })
  sequence!: number;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  at!: number;

  @Field(() => String, { ...optional, description: 'Who it was, or says to be; null: nobody knows.' })
  principal!: string | null;

  @Field(() => String, { description: 'What was asked for: `request`, or what was administered.' })
  action!: string;

  @Field(() => String, { ...optional, description: 'What it was about: a user, a token, a request.' })
  subject!: string | null;

  @Field(() => String, { ...optional, description: 'From where; null: on the machine itself.' })
  address!: string | null;

  @Field(() => AuditOutcomeEnum, { description: 'What came of it.' })
  outcome!: string;

  @Field(() => String, { ...optional, description: 'More, for people.' })
  detail!: string | null;
}

@InputType('UserInput', { description: 'A new user.' })
export class UserInputType {
  @Field(() => String, { description: '1 to 100 letters, digits and . _ @ + -.' })
  name!: string;

  @Field(() => [ScopeEnum], { description: 'What they may do.' })
  scopes!: Scope[];

  @Field(() => String, { ...optional, description: 'To log in by; left out: by tokens only.' })
  password?: string | null;
}

@InputType('UserPatch', { description: 'What to change of a user: only what is given.' })
export class UserPatchType {
  @Field(() => [ScopeEnum], { ...optional, description: 'All that they may do from now on.' })
  scopes?: Scope[] | null;

  @Field(() => Boolean, { ...optional, description: 'Whether they are let in no more.' })
  disabled?: boolean | null;

  @Field(() => String, { ...optional, description: 'A new password; null takes it away.' })
  password?: string | null;
}

@InputType('AccessLimitsInput', {
  description: 'A part of the store: what one of the lists lets through. At least one must have a value.',
})
export class AccessLimitsInputType {
  @Field(() => [GraphQLUuid], {
    ...optional,
    description: 'Sources, with all of their flows; at most 1,000.',
  })
  sourceIds?: string[] | null;

  @Field(() => [GraphQLUuid], {
    ...optional,
    description: 'Flows, and what is told of their sources; at most 1,000.',
  })
  flowIds?: string[] | null;

  @Field(() => [String], {
    ...optional,
    description: 'Sources and flows whose tag `auth_classes` has one of these classes; at most 100.',
  })
  classes?: string[] | null;
}

@InputType('TokenInput', { description: 'A new token.' })
export class TokenInputType {
  @Field(() => String, { description: 'The user whom it is to stand for.' })
  user!: string;

  @Field(() => String, { ...optional, description: 'What it is for, for people; at most 200 characters.' })
  label?: string | null;

  @Field(() => [ScopeEnum], {
    ...optional,
    description: 'What it may do; left out: what its user may, within limits without `ADMIN`.',
  })
  scopes?: Scope[] | null;

  @Field(() => AccessLimitsInputType, {
    ...optional,
    description: 'To which part of the store; left out: to all of it.',
  })
  limits?: AccessLimitsInputType | null;

  @Field(() => GraphQLDateTime, { ...optional, description: 'When it ends; left out: not by itself.' })
  expires?: number | null;
}
