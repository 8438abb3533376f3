import type { Caller } from '../tams/model';

/** The principal while authentication is off (A5). */
export const ANONYMOUS: Caller = { principal: 'anonymous' };
