import type { VastDatabase } from '../vast/database';
import { eq } from '../vast/predicate';
import { tokensTable } from './tables';

/** How exact the last use of a token is, in milliseconds: no token is written more often. */
const EXACTNESS_MS = 60_000;

/** When tokens were last used: kept in memory and written now and then, for a request must not wait for it. */
export class TokenUse {
  private unwritten = new Map<string, number>();

  constructor(private readonly db: VastDatabase) {}

  /** @param now in ms */
  used(tokenId: string, now: number): void {
    this.unwritten.set(tokenId, now);
  }

  /** Writes what was used since the last time. */
  async flush(): Promise<void> {
    if (this.unwritten.size === 0) return;
    const uses = this.unwritten;
    this.unwritten = new Map();
    await this.db.transaction(async (tx) => {
      for (const [id, at] of uses) {
        const [row] = await tx.select(tokensTable, {
          columns: ['last_used'],
          where: eq('id', id),
          limit: 1,
          includeRowIds: true,
        });
        if (row && (row.last_used ?? 0) + EXACTNESS_MS <= at)
          await tx.update(tokensTable, [row.rowId], { last_used: at });
      }
    });
  }
}
