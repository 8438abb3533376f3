import { access, constants, statfs } from 'node:fs/promises';
import { S3Store } from '../media/s3-store';
import type { MediaStores } from '../media/store';
import { isSystemError } from '../media/durable-file';
import type { TamsStore } from '../tams/store';
import { s3Findings } from './doctor/media-findings';

/** One thing that is looked at: the sentence that says what is wrong, or null. */
type Check = () => Promise<string | null>;

/** What is wrong, by the name of what it is wrong with. */
export type Reasons = Readonly<Record<string, string>>;

export interface ReadinessParts {
  readonly store: TamsStore;
  readonly media: MediaStores;
  readonly dataDir: string;
  /** Bytes of the disk with less than which the server does not take work. */
  readonly minFreeDisk: number;
}

/** How often the server's own parts are looked at, at most: probes of everybody cost next to nothing. */
const OWN_MS = 1_000;
const OWN_TIMEOUT_MS = 5_000;
/** How often other servers are. */
const OTHERS_MS = 30_000;
const MIB = 1024 ** 2;

/** Whether the server can do its work. What only some requests need is told beside it: without media stores, all but media is served. */
export class Readiness {
  private stopping = false;
  private own: { readonly at: number; readonly reasons: Promise<Reasons> } | null = null;
  private media: { readonly at: number; warning: string | null } | null = null;

  constructor(private readonly parts: ReadinessParts) {}

  /** From now on the server is not ready: it is about to stop. */
  stop(): void {
    this.stopping = true;
  }

  /** Why the server should be given no work; nothing: it is ready. */
  async reasons(): Promise<Reasons> {
    if (this.stopping) return { stopping: 'the server is about to stop' };
    const now = Date.now();
    if (!this.own || this.own.at + OWN_MS <= now) this.own = { at: now, reasons: this.look() };
    return this.own.reasons;
  }

  /** What does not keep the server from its work. As it was found the last time: nobody waits for other servers. */
  warnings(): Reasons {
    const now = Date.now();
    if (!this.media || this.media.at + OTHERS_MS <= now) {
      const looked = { at: now, warning: this.media?.warning ?? null };
      this.media = looked;
      const unknown = () => 'what the object stores answer cannot be read';
      void mediaWarning(this.parts.media)
        .catch(unknown)
        .then((warning) => (looked.warning = warning));
    }
    const { warning } = this.media;
    return warning === null ? {} : { media: warning };
  }

  private async look(): Promise<Reasons> {
    const { store, dataDir, minFreeDisk } = this.parts;
    const checks: Record<string, Check> = {
      store: () => storeReason(store),
      disk: () => diskReason(dataDir, minFreeDisk),
    };
    const reasons: Record<string, string> = {};
    for (const [name, check] of Object.entries(checks)) {
      const reason = await inTime(name, check());
      if (reason !== null) reasons[name] = reason;
    }
    return reasons;
  }
}

async function inTime(name: string, looking: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const reason = `the ${name} has not answered within ${OWN_TIMEOUT_MS / 1_000} s`;
    timer = setTimeout(() => resolve(reason), OWN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([looking, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function storeReason(store: TamsStore): Promise<string | null> {
  try {
    await store.service.get();
    return null;
  } catch {
    return 'the store does not answer';
  }
}

/** Whether the data folder can be written to and has room. */
async function diskReason(dataDir: string, minFree: number): Promise<string | null> {
  try {
    await access(dataDir, constants.W_OK);
    const { bsize, bavail } = await statfs(dataDir);
    const free = bsize * bavail;
    if (free >= minFree) return null;
    return `${Math.floor(free / MIB)} MiB are free on the disk of the data folder, of at least ${Math.ceil(minFree / MIB)} (TAMS_MIN_FREE_DISK): make room`;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 'the data folder is gone';
    return `the data folder cannot be written to (${(error as NodeJS.ErrnoException).code})`;
  }
}

/** What is wrong with the object stores of others, asked all at once. */
async function mediaWarning(media: MediaStores): Promise<string | null> {
  const stores = media.list().map(({ id }) => media.byId(id));
  const found = await Promise.all(stores.filter((store) => store instanceof S3Store).map(s3Findings));
  const faults = found.flat().filter(({ ok }) => !ok);
  return faults.length === 0 ? null : faults.map(({ words }) => words).join(' ');
}
