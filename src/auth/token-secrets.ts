import { createHash, randomBytes } from 'node:crypto';

/** How all our tokens begin, so that people and secret scanners know them when they see them. */
export const TOKEN_PREFIX = 'tams_';
const SECRET_BYTES = 32;
/** Characters that listings show. */
const SHOWN = TOKEN_PREFIX.length + 6;

/** A new token: 256 random bits. */
export const newToken = (): string => TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');

/** What is stored in its place. A fast hash is enough, for nobody can guess 256 bits. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const shownOf = (token: string): string => token.slice(0, SHOWN);
