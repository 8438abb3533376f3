import { types } from 'node:util';
import { WriteFailed } from '../engine';

/** What Node and DuckDB say when a disk has no room, or may not be written. */
const FULL = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|max_temp_directory_size/;
const CLOSED = /EROFS|EACCES|EPERM|Read-only file system|Permission denied|Operation not permitted/;

/** An error of the disk as one clear sentence, without paths; any other error as it is. */
export function diskFailure(error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof WriteFailed) return error;
  if (FULL.test(error.message))
    return new WriteFailed('The folder of analytics could not be written: the disk is full', {
      cause: error,
    });
  if (CLOSED.test(error.message))
    return new WriteFailed('The folder of analytics could not be written: it is read-only', { cause: error });
  return error;
}

/** What DuckDB says when its file or itself, not what it was asked, is at fault. */
export function isBroken(error: unknown): boolean {
  return (
    types.isNativeError(error) &&
    /FATAL|INTERNAL|invalidated|[Cc]orrupt|[Ss]erialization|checksum/.test(error.message)
  );
}
