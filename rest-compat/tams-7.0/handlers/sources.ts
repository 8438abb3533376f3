import { TamsError } from '../../../src/tams/errors';
import { entityPosition, type Source, type SourcePatch, type Tag } from '../../../src/tams/model';
import type { StoreView } from '../../../src/tams/store';
import type { Handlers } from '../../layer/operation';
import { sourceDocuments, tagsDocument } from '../documents';
import type { operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';
import { formatOf, tagFiltersOf } from '../input';
import { tagOf, valueOf } from '../property';

/** Sources and their properties (SEMANTICS 7 and 9). */
export const sources = {
  GET_sources: async ({ store, query, paging }) => {
    const request = paging.request('sources', 100);
    const { label, format } = query;
    const page = await store.sources.list(
      { label: label ?? null, format: formatOf(format), tags: tagFiltersOf(query) },
      request,
    );
    const last = page.hasNext ? page.items.at(-1) : undefined;
    return {
      status: 200,
      body: await sourceDocuments(store, page.items),
      headers: paging.headers('sources', request, last ? entityPosition(last) : null),
    };
  },

  'GET_sources-sourceId': async ({ store, params }) => {
    const [document] = await sourceDocuments(store, [await existing(store, params.sourceId)]);
    return { status: 200, body: document! };
  },

  'GET_sources-sourceId-tags': async ({ store, params }) => ({
    status: 200,
    body: tagsDocument(await tagsOf(store, params.sourceId)),
  }),
  'GET_sources-sourceId-tags-name': async ({ store, params }) => ({
    status: 200,
    body: tagOf(await tagsOf(store, params.sourceId), params.name),
  }),
  'PUT_sources-sourceId-tags-name': ({ body, ...request }) =>
    patch(request, { setTags: [{ name: request.params.name, value: body }] }),
  'DELETE_sources-sourceId-tags-name': (request) =>
    patch(request, { removeTags: [request.params.name], presentTags: [request.params.name] }),

  'GET_sources-sourceId-label': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existing(store, params.sourceId), 'label'),
  }),
  'PUT_sources-sourceId-label': ({ body, ...request }) => patch(request, { label: body }),
  'DELETE_sources-sourceId-label': (request) => patch(request, { label: null }),

  'GET_sources-sourceId-description': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existing(store, params.sourceId), 'description'),
  }),
  'PUT_sources-sourceId-description': ({ body, ...request }) => patch(request, { description: body }),
  'DELETE_sources-sourceId-description': (request) => patch(request, { description: null }),
} as const satisfies Partial<Handlers<operations, OperationId>>;

async function existing(store: StoreView, id: string): Promise<Source> {
  const [source] = await store.sources.byIds([id]);
  if (!source) throw new TamsError('SourceNotFound', id);
  return source;
}

async function tagsOf(store: StoreView, id: string): Promise<Tag[]> {
  await existing(store, id);
  const [tags = []] = await store.sources.tagsOf([id]);
  return tags;
}

type SourceRequest = Pick<
  Parameters<Handlers<operations, OperationId>['DELETE_sources-sourceId-label']>[0],
  'store' | 'caller' | 'params'
>;

async function patch(
  { store, caller, params }: SourceRequest,
  change: SourcePatch,
): Promise<{ status: 204 }> {
  await store.sources.update(caller, params.sourceId, change);
  return { status: 204 };
}
