import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives each test of the file a folder of its own, removed after the test. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tams-media-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
