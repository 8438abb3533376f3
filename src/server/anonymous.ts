import type { Admission } from '../tams/access/admission';
import { trusted } from '../tams/access/caller';

/** Whoever asks while authentication is off (A5). */
export const ANONYMOUS: Admission = { caller: trusted('anonymous'), expires: null, revoked: null };
