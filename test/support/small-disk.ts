import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BALLAST = 'ballast';
const PIECE = Buffer.alloc(64 * 1024);

/** A disk of its own, in memory, that tests fill and make read-only. Only root can make one, and not everywhere. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Null where this process may mount nothing: tests that need one are skipped then, and say so in their name. */
  static mount(mebibytes: number): SmallDisk | null {
    const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'small-disk', folder], {
        stdio: 'ignore',
      });
      return new SmallDisk(folder);
    } catch {
      rmSync(folder, { recursive: true });
      return null;
    }
  }

  /** Leaves room for so many bytes. */
  async fill(left = 0): Promise<void> {
    const file = await open(join(this.folder, BALLAST), 'a');
    try {
      for (;;) await file.write(PIECE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      const { size } = await file.stat();
      await file.truncate(Math.max(0, size - left));
    } finally {
      await file.close();
    }
  }

  async empty(): Promise<void> {
    await rm(join(this.folder, BALLAST), { force: true });
  }

  readOnly(is: boolean): void {
    execFileSync('mount', ['-o', `remount,${is ? 'ro' : 'rw'}`, this.folder], { stdio: 'ignore' });
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder], { stdio: 'ignore' });
    rmSync(this.folder, { recursive: true });
  }
}

/** `describe` where there is such a disk; else its tests are skipped, and say why. */
export const describeOn = (disk: SmallDisk | null, name: string, tests: () => void): void => {
  if (disk) describe(name, tests);
  else describe.skip(`${name} (skipped: no disk can be mounted here)`, tests);
};
