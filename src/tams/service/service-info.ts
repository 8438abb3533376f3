import { eq } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { documentFits } from '../limits';
import type { Caller, ServiceInfo } from '../model';
import { serviceTable } from '../tables';
import { jsonProblems } from '../validation/json';
import { reject } from '../validation/problems';
import { backendInfo } from '../objects/backend-info';

const SERVICE_TYPE = 'urn:x-tams:service';
const API_VERSION = '7.0';
/** The id of the one row. */
const ROW = 'service';

export interface ServicePatch {
  readonly name?: string | null;
  readonly description?: string | null;
}

/** What this store says of itself (TAMS 7.0, service; SEMANTICS 6). */
export class ServiceInfoService {
  constructor(private readonly context: StoreContext) {}

  async get(): Promise<ServiceInfo> {
    const { db, media, options } = this.context;
    const row = await db.selectOne(serviceTable, {
      columns: ['name', 'description'],
      where: eq('id', ROW),
    });
    return {
      name: row?.name ?? null,
      description: row?.description ?? null,
      type: SERVICE_TYPE,
      apiVersion: API_VERSION,
      serviceVersion: options.serviceVersion,
      storageBackends: media.list().map(backendInfo),
    };
  }

  /**
   * A property left out is unchanged; null or the empty text clears it (S2). TAMS has no event for it.
   * @throws TamsError `InvalidText`, `TooLarge`
   */
  async update(_caller: Caller, patch: ServicePatch): Promise<ServiceInfo> {
    reject('InvalidText', jsonProblems(patch));
    documentFits(patch, 'The description of the service');
    await this.context.db.transaction(async (tx) => {
      const [row] = await tx.select(serviceTable, {
        columns: ['name', 'description'],
        where: eq('id', ROW),
        limit: 1,
        includeRowIds: true,
      });
      const next = {
        name: patched(row?.name ?? null, patch.name),
        description: patched(row?.description ?? null, patch.description),
      };
      if (row) await tx.update(serviceTable, [row.rowId], next);
      else await tx.insert(serviceTable, [{ id: ROW, ...next }]);
    });
    return this.get();
  }
}

function patched(stored: string | null, given: string | null | undefined): string | null {
  if (given === undefined) return stored;
  return given === '' ? null : given;
}
