import { SCOPES, type Scope } from '../tams/access/caller';
import type { Limits } from '../tams/access/limits';
import type { Row } from '../vast/table';
import { tokensTable, usersTable } from './tables';

/** A user, without the password. */
export interface User {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  readonly created: number;
  readonly createdBy: string;
  readonly updated: number;
  readonly updatedBy: string;
}

/** A token, without what it is. */
export interface Token {
  readonly id: string;
  readonly user: string;
  readonly label: string | null;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  /** To which part of the store; null: to all of it. */
  readonly limits: Limits | null;
  readonly created: number;
  readonly createdBy: string;
  readonly expires: number | null;
  readonly revoked: number | null;
  readonly lastUsed: number | null;
}

export interface UserInput {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: tokens only. */
  readonly password: string | null;
}

/** Only what is given changes. */
export interface UserPatch {
  readonly scopes?: readonly Scope[];
  readonly disabled?: boolean;
  /** Null takes it away. */
  readonly password?: string | null;
}

export interface TokenInput {
  readonly user: string;
  readonly label: string | null;
  /** Null: all that its user has, now and later; within limits all but `admin`. */
  readonly scopes: readonly Scope[] | null;
  /** Null: none. */
  readonly limits: Limits | null;
  /** Null: until it is revoked. */
  readonly expires: number | null;
}

export const USER_COLUMNS = [
  ...(['name', 'password', 'scopes', 'disabled'] as const),
  ...(['created', 'created_by', 'updated', 'updated_by'] as const),
] as const;

export const TOKEN_COLUMNS = [
  ...(['id', 'user_name', 'label', 'prefix', 'scopes', 'created', 'created_by'] as const),
  ...(['expires', 'revoked', 'last_used', 'limits'] as const),
] as const;

export function userOf(row: Row<typeof usersTable>): User {
  const { name, scopes, disabled, created, updated } = row;
  const facts = { name, scopes, disabled, created, updated };
  return {
    ...facts,
    hasPassword: row.password !== null,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}

export function tokenOf(row: Omit<Row<typeof tokensTable>, 'hash'>): Token {
  const { id, label, prefix, scopes, limits, created, expires, revoked } = row;
  const facts = { id, label, prefix, scopes, limits, created, expires, revoked };
  return { ...facts, user: row.user_name, createdBy: row.created_by, lastUsed: row.last_used };
}

/** Each once, in the order in which they are always told. */
export const ordered = (scopes: readonly Scope[]): Scope[] =>
  SCOPES.filter((scope) => scopes.includes(scope));
