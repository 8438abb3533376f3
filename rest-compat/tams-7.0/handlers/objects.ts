import { TamsError } from '../../../src/tams/errors';
import type { Handlers } from '../../layer/operation';
import type { operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';

/** Media objects that segments name (SEMANTICS 15). */
export const objects = {
  GET_objects: async ({ store, params, paging }) => {
    const request = paging.request('objects', 1000);
    const [object] = await store.objects.byIds([params.objectId]);
    if (!object) throw new TamsError('ObjectNotFound', params.objectId);
    const [page] = await store.objects.flowsOf([params.objectId], request);
    const { items, hasNext } = page!;
    const first = object.firstReferencedByFlow;
    return {
      status: 200,
      body: {
        id: object.id,
        referenced_by_flows: [...items],
        ...(first === null ? {} : { first_referenced_by_flow: first }),
      },
      headers: paging.headers('objects', request, hasNext ? [items.at(-1)!] : null),
    };
  },
} as const satisfies Partial<Handlers<operations, OperationId>>;
