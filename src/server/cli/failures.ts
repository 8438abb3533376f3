import { IngestError } from '../../ingest/errors';
import { MediaError } from '../../media/errors';
import { TamsError } from '../../tams/errors';
import { StoreUnavailable, WriteFailed } from '../../vast/engine';
import { BackupFailed } from '../backup-failed';
import { ConfigError } from '../config';

/** A failure that people can do something about: its message says what, in one sentence. */
export class Failure extends Error {}

/** Errors whose message is the sentence. */
const SENTENCES = [Failure, ConfigError, BackupFailed, StoreUnavailable, WriteFailed];

/** The sentence to print for an error of starting or running a command; null for what should not happen. */
export function sentenceFor(error: unknown): string | null {
  if (error instanceof IngestError) return error.message;
  if (SENTENCES.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof TamsError) return `${error.message}.`;
  if (error instanceof MediaError && error.code === 'BadConfiguration') return error.message;
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${address} is in use: stop what listens there, or set TAMS_PORT (0 picks a free one).`;
  }
  if (code === 'EACCES' && port !== undefined)
    return `Listening on port ${port} is not allowed to this user: set TAMS_PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `TAMS_HOST names no address of this machine.`;
  return null;
}

/** The exit status for an error; those of `ingest` tell scripts what kind of failure it was. */
export function exitCodeFor(error: unknown): number {
  return error instanceof IngestError ? error.exitCode : 1;
}
