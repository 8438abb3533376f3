import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CursorExpired } from '../../events/cursor';
import type { EventHead, EventLog } from '../../events/event-log';
import { Duck } from '../../vast/analytics/duckdb';
import { isBroken } from '../../vast/analytics/failures';
import type { DuckSession } from '../../vast/analytics/session';
import { sql } from '../../vast/analytics/sql';
import type { VastDatabase } from '../../vast/database';
import { WriteFailed } from '../../vast/engine';
import { lateUploadsBehind } from '../objects/late-uploads';
import { objectsById } from '../objects/object-rows';
import { fillReplica } from './replica-fill';
import { positionOf, storePosition, type ReplicaPosition } from './replica-position';
import { refresh } from './replica-refresh';
import { CONCERNING, touchedBy } from './touched';

/** Events of one step at most, and characters of what they tell. */
const HEADS_A_STEP = 2_000;
const SIZE_A_STEP = 4 * 1024 ** 2;
/** Between two steps when it keeps up, and after a failure. */
const PAUSE_MS = 250;
const FAILURE_PAUSE_MS = 5_000;
const FILE = 'replica.duckdb';

export interface ReplicaParts {
  readonly db: VastDatabase;
  readonly log: EventLog;
  /** A folder of its own. */
  readonly folder: string;
  /** Hears why a replica is thrown away, and of steps that failed. */
  readonly notice: (facts: object, message: string) => void;
}

/** What an answer is as of. */
export interface Freshness {
  /** Events that were in the log then and are not in the answer. */
  readonly behind: number;
}

/**
 * The columnar copy of the model that analytics read. It is opened, and filled if need be, when it is first asked for, and follows
 * the event log from then on. Its position is stored in the transaction of its data, so that it can be killed at any time;
 * whatever is wrong with its file, it is filled anew.
 */
export class Replica {
  private readonly stopping = new AbortController();
  private opening: Promise<Duck> | null = null;
  private stepping: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private at: ReplicaPosition | null = null;

  constructor(private readonly parts: ReplicaParts) {}

  /** The database, when it has taken in everything that is committed now. Aborting ends the waiting, not the work. */
  async caughtUp(signal?: AbortSignal): Promise<Duck> {
    const target = await this.parts.log.latest();
    const ready = async (): Promise<Duck> => {
      for (;;) {
        const duck = await this.open();
        // One step at least: late uploads have no event.
        await this.step(duck);
        if (this.at && this.at.position >= target) return duck;
      }
    };
    return orAborted(ready(), signal);
  }

  /** The database as it is, with how far behind; null while it is not filled, which begins then. */
  async asItIs(): Promise<{ duck: Duck; freshness: Freshness } | null> {
    const opening = this.open();
    opening.catch(() => undefined);
    if (!this.at) return null;
    const behind = Math.max(0, (await this.parts.log.latest()) - this.at.position);
    return { duck: await opening, freshness: { behind } };
  }

  /** Throws the copy away and begins to fill it anew. */
  startRebuild(): void {
    this.stopping.signal.throwIfAborted();
    this.fillAnew(this.opening, 'it is asked for');
  }

  /** Ends following; what is being read fails. The file stays. */
  async close(): Promise<void> {
    this.stopping.abort();
    const duck = await this.opening?.catch(() => null);
    await this.stepping?.catch(() => undefined);
    duck?.close();
    await this.following?.catch(() => undefined);
  }

  private open(): Promise<Duck> {
    this.stopping.signal.throwIfAborted();
    if (!this.opening) this.begin(() => this.openFile());
    return this.opening!;
  }

  private begin(open: () => Promise<Duck>): void {
    const opening = open();
    this.opening = opening;
    opening.then(
      () => (this.following ??= this.follow()),
      () => {
        if (this.opening === opening) this.opening = null;
      },
    );
  }

  private fillAnew(opened: Promise<Duck> | null, why: string): void {
    this.replace(opened, { why }, 'the analytics replica is thrown away and filled anew', () =>
      this.removeFiles(),
    );
  }

  /** Unless another has done so since `opened` was. */
  private replace(
    opened: Promise<Duck> | null,
    facts: object,
    message: string,
    between: () => Promise<void>,
  ): void {
    if (this.opening !== opened) return;
    this.parts.notice(facts, message);
    this.at = null;
    this.begin(async () => {
      const duck = await opened?.catch(() => null);
      await this.stepping?.catch(() => undefined);
      duck?.close();
      await between();
      return this.openFile();
    });
  }

  private async openFile(): Promise<Duck> {
    const { folder, log } = this.parts;
    const place = { folder, file: FILE };
    let duck: Duck | null = null;
    try {
      duck = await Duck.open(place);
      this.at = await duck.session((session) => positionOf(session, log));
      if (this.at) return duck;
    } catch (error) {
      if (error instanceof WriteFailed) {
        // Nothing is wrong with the file.
        duck?.close();
        throw error;
      }
      this.parts.notice({ err: error }, 'the analytics replica is damaged and is filled anew');
    }
    duck?.close();
    await this.removeFiles();
    const fresh = await Duck.open(place);
    try {
      await fresh.session((session) => this.fill(session), this.stopping.signal);
      return fresh;
    } catch (error) {
      fresh.close();
      // What there is of it is of no use, and may be what fills the disk.
      await this.removeFiles();
      throw error;
    }
  }

  private async fill(session: DuckSession): Promise<void> {
    await fillReplica(this.parts, session);
    this.at = await positionOf(session, this.parts.log);
    if (!this.at) throw new Error('A replica just filled is not as it should be');
  }

  private async removeFiles(): Promise<void> {
    const file = replicaFile(this.parts.folder);
    for (const name of [file, `${file}.wal`]) await rm(name, { force: true });
  }

  /** Takes in the next events; one step for all who wait. */
  private step(duck: Duck): Promise<void> {
    this.stepping ??= this.takeNext(duck).finally(() => (this.stepping = null));
    return this.stepping;
  }

  private async takeNext(duck: Duck): Promise<void> {
    const opened = this.opening;
    const at = this.at;
    if (!at || !opened) return;
    try {
      const next = await duck.session((session) => this.takeIn(session, at));
      if (next) this.at = next;
      else this.fillAnew(opened, 'the list of late uploads no longer reaches back to it');
    } catch (error) {
      if (this.stopping.signal.aborted || this.opening !== opened) return;
      if (error instanceof WriteFailed) {
        // The file is as of the last step; who has it open may have given up on it.
        if (isBroken(error.cause))
          this.replace(opened, { err: error }, 'the analytics replica is opened again', () =>
            Promise.resolve(),
          );
        throw error;
      }
      if (error instanceof CursorExpired || isBroken(error)) {
        const why = error instanceof Error ? error.message : String(error);
        this.fillAnew(opened, why);
        return;
      }
      throw error;
    }
  }

  /** @returns the position it came to; null when what follows it is not known any more */
  private async takeIn(session: DuckSession, at: ReplicaPosition): Promise<ReplicaPosition | null> {
    const { db, log } = this.parts;
    const uploads = await lateUploadsBehind(db, at.uploads);
    if (!uploads) return null;
    const heads = withinSize(await log.heads(at.position, HEADS_A_STEP));
    const last = heads.at(-1);
    if (!last && uploads.length === 0) return at;
    const touched = touchedBy(await log.eventsOf(heads.filter(({ type }) => CONCERNING.has(type))));
    const next = {
      position: last?.sequence ?? at.position,
      positionAt: last?.at ?? at.positionAt,
      uploads: uploads.at(-1)?.position ?? at.uploads,
    };
    await session.transaction(async () => {
      if (touched.flows.size > 0) await refresh(db, session, touched);
      const objects = await objectsById(db, [...new Set(uploads.map(({ objectId }) => objectId))]);
      for (const { id, size } of objects.values())
        await session.run(sql('UPDATE segments SET size = ?::BIGINT WHERE object_id = ?', [size, id]));
      await storePosition(session, next);
    });
    return next;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    const ended = () => signal.aborted;
    const wait = (ms: number) => pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
    while (!ended()) {
      try {
        if (this.at) await this.parts.log.beyond(this.at.position, signal);
        if (ended()) return;
        await this.step(await this.open());
        await wait(PAUSE_MS);
      } catch (error) {
        if (ended()) return;
        this.parts.notice({ err: error }, 'the analytics replica could not go on');
        await wait(FAILURE_PAUSE_MS);
      }
    }
  }
}

/** The path of the replica's file in its folder. */
export const replicaFile = (folder: string): string => path.join(folder, FILE);

/** The first heads, up to the size of a step; one at least. */
function withinSize(heads: readonly EventHead[]): readonly EventHead[] {
  let size = 0;
  const end = heads.findIndex((head) => (size += head.size) > SIZE_A_STEP);
  return end < 0 ? heads : heads.slice(0, Math.max(1, end));
}

function orAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
