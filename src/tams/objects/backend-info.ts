import type { StorageBackend } from '../../media/store';
import type { StorageBackendInfo } from '../model';

/** What clients may know of a storage backend. */
export function backendInfo(backend: StorageBackend): StorageBackendInfo {
  const { isDefault, ...facts } = backend;
  return { ...facts, defaultStorage: isDefault };
}
