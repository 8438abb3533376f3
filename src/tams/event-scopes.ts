import { LRUCache } from 'lru-cache';
import type { EventScope } from '../events/append';
import type { TableReader, TableTransaction, VastDatabase } from '../vast/database';
import { collectorsOf } from './collections';
import type { Flow, Source, Uuid } from './model';
import { sourceCollectorsOf } from './sources/collections';

/** What of a flow its scope is made of. */
export type ScopedFlow = Pick<Flow, 'id' | 'sourceId' | 'format'>;

/** Flows whose scopes are kept. */
const MAX_KEPT = 20_000;

/**
 * Whom events of flows concern (SEMANTICS 17.2). Registering segments asks for the same flow's again and again, and collections
 * change rarely: so scopes are kept, and all are forgotten whenever flows change. That holds as long as one process has the
 * store, which the embedded engine sees to.
 */
export class EventScopes {
  private readonly kept = new LRUCache<Uuid, EventScope>({ max: MAX_KEPT });

  constructor(private readonly db: VastDatabase) {}

  /** The flow's scope as this transaction sees it. Four storage reads when it is not kept. */
  async ofFlow(tx: TableTransaction, flow: ScopedFlow): Promise<EventScope> {
    let scope = this.kept.get(flow.id);
    if (!scope) {
      scope = await scopeOfFlow(tx, flow);
      this.kept.set(flow.id, scope);
    }
    return scope;
  }

  /**
   * A transaction that may change what scopes are made of. They are forgotten when its writes are done, for the transactions
   * that come behind it, and again when it has ended, for it may have failed.
   */
  async changing<T>(work: (tx: TableTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction((tx) => work(tx).finally(() => this.kept.clear()));
    } finally {
      this.kept.clear();
    }
  }
}

/** As it is now, or in the transaction. Four storage reads. */
export async function scopeOfFlow(
  reader: TableReader,
  flow: ScopedFlow,
): Promise<EventScope & { readonly flowId: Uuid }> {
  const [flowCollectedBy = []] = await collectorsOf(reader, [flow.id]);
  const [sourceCollectedBy = []] = await sourceCollectorsOf(reader, [flow.sourceId]);
  return {
    flowId: flow.id,
    sourceId: flow.sourceId,
    format: flow.format,
    flowCollectedBy,
    sourceCollectedBy,
  };
}

/** As it is now, or in the transaction. Three storage reads. */
export async function scopeOfSource(
  reader: TableReader,
  { id, format }: Pick<Source, 'id' | 'format'>,
): Promise<EventScope & { readonly sourceId: Uuid }> {
  const [sourceCollectedBy = []] = await sourceCollectorsOf(reader, [id]);
  return { flowId: null, sourceId: id, format, flowCollectedBy: [], sourceCollectedBy };
}
