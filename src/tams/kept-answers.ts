import { LRUCache } from 'lru-cache';
import type { VastDatabase } from '../vast/database';
import type { Cell } from '../vast/engine';
import type { TableDefinition } from '../vast/table';

/** Rows that an answer is made of: a whole table, or those with this value in the first column of its primary key. */
export type Origin = readonly [table: TableDefinition, key?: Cell];

interface Kept<T> {
  readonly answer: T;
  /** The newest stamp of all that it is made of, when it was asked for. */
  readonly stamp: number;
}

/** Answers in memory, each until a commit writes what it was made of: those that clients ask for again and again cost no reads then. */
export class KeptAnswers<T extends string | object> {
  private readonly answers: LRUCache<string, Kept<T>>;

  /**
   * @param characters that are kept in all; an answer of more than a 64th of them is not kept
   * @param sizeOf how many an answer takes; an answer must not be changed by whoever gets it
   */
  constructor(
    private readonly db: Pick<VastDatabase, 'stamp'>,
    characters: number,
    private readonly sizeOf: (answer: T) => number,
  ) {
    this.answers = new LRUCache({ maxSize: characters, maxEntrySize: characters / 64 });
  }

  /** @param question tells answers apart @param read makes the answer, from these origins only; null is not kept */
  async of<R extends T | null>(
    question: string,
    origins: readonly Origin[],
    read: () => Promise<R>,
  ): Promise<R> {
    const stamp = this.newestOf(origins);
    const kept = this.answers.get(question);
    if (kept?.stamp === stamp) return kept.answer as R;
    const answer = await read();
    this.keep(question, answer, stamp);
    return answer;
  }

  /**
   * For many keys, each with a question and origins of its own: those whose answers are not in memory are read together.
   * @param read makes the answers to some of the keys, in their order
   */
  async ofEach<Key, R extends T | null>(
    keys: readonly Key[],
    asked: (key: Key) => readonly [question: string, origins: readonly Origin[]],
    read: (missing: readonly Key[]) => Promise<readonly R[]>,
  ): Promise<R[]> {
    const answers: R[] = [];
    const missing: { readonly at: number; readonly question: string; readonly stamp: number | null }[] = [];
    keys.forEach((key, at) => {
      const [question, origins] = asked(key);
      const stamp = this.newestOf(origins);
      const kept = this.answers.get(question);
      if (kept?.stamp === stamp) answers[at] = kept.answer as R;
      else missing.push({ at, question, stamp });
    });
    if (missing.length === 0) return answers;
    const found = await read(missing.length === keys.length ? keys : missing.map(({ at }) => keys[at]!));
    missing.forEach(({ at, question, stamp }, i) => {
      answers[at] = found[i]!;
      this.keep(question, found[i]!, stamp);
    });
    return answers;
  }

  /** Written meanwhile, an answer has an older stamp than is now, and is read anew next time. */
  private keep(question: string, answer: T | null, stamp: number | null): void {
    if (answer === null || stamp === null) return;
    const size = OVERHEAD + question.length + this.sizeOf(answer);
    this.answers.set(question, { answer, stamp }, { size });
  }

  private newestOf(origins: readonly Origin[]): number | null {
    let newest = 0;
    for (const [table, key] of origins) {
      const stamp = this.db.stamp(table, key);
      if (stamp === null) return null;
      newest = Math.max(newest, stamp);
    }
    return newest;
  }
}

/** What the cache itself takes for an answer. */
const OVERHEAD = 256;
