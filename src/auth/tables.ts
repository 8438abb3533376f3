import type { Scope } from '../tams/access/caller';
import type { Limits } from '../tams/access/limits';
import { bool, defineTable, instant, int64, json, nullable, utf8 } from '../vast/table';

/** Those who ask by a name of ours, people or programs. */
export const usersTable = defineTable(
  'auth_users',
  {
    name: utf8(),
    /** Salted and hashed (`passwords.ts`); null: this user has tokens only. */
    password: nullable(utf8()),
    scopes: json<readonly Scope[]>(),
    disabled: bool(),
    created: instant(),
    created_by: utf8(),
    updated: instant(),
    updated_by: utf8(),
  },
  { primaryKey: ['name'] },
);

/** Tokens of users. The token itself is nowhere: only its hash. */
export const tokensTable = defineTable(
  'auth_tokens',
  {
    id: utf8(),
    hash: utf8(),
    user_name: utf8(),
    label: nullable(utf8()),
    /** How the token begins, to tell by. */
    prefix: utf8(),
    /** What it may do of what its user may. */
    scopes: json<readonly Scope[]>(),
    created: instant(),
    created_by: utf8(),
    expires: nullable(instant()),
    revoked: nullable(instant()),
    last_used: nullable(instant()),
    /** To which part of the store; null: to all of it. */
    limits: nullable(json<Limits>()),
  },
  { primaryKey: ['id'], projections: { by_hash: ['hash'], by_user: ['user_name', '-created'] } },
);

/** What was administered, and what was refused. */
export const auditTable = defineTable(
  'auth_audit',
  {
    sequence: int64(),
    at: instant(),
    principal: nullable(utf8()),
    action: utf8(),
    subject: nullable(utf8()),
    address: nullable(utf8()),
    outcome: utf8(),
    detail: nullable(utf8()),
  },
  {
    primaryKey: ['sequence'],
    projections: {
      newest: ['-sequence'],
      by_principal: ['principal', '-sequence'],
      by_outcome: ['outcome', 'sequence'],
    },
  },
);

export const AUTH_TABLES = [usersTable, tokensTable, auditTable] as const;
