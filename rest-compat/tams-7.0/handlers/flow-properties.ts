import type { FlowPatch, Tag } from '../../../src/tams/model';
import type { StoreView } from '../../../src/tams/store';
import type { Handlers } from '../../layer/operation';
import { collectionDocument, tagsDocument } from '../documents';
import type { operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';
import { collectionOf } from '../input';
import { tagOf, valueOf } from '../property';
import { existingFlow } from './flows';

/** The properties of flows, each a resource of its own (SEMANTICS 9 and 11). */
export const flowProperties = {
  'GET_flows-flowId-tags': async ({ store, params }) => ({
    status: 200,
    body: tagsDocument(await tagsOf(store, params.flowId)),
  }),
  'GET_flows-flowId-tags-name': async ({ store, params }) => ({
    status: 200,
    body: tagOf(await tagsOf(store, params.flowId), params.name),
  }),
  'PUT_flows-flowId-tags-name': ({ body, ...request }) =>
    patch(request, { setTags: [{ name: request.params.name, value: body }] }),
  'DELETE_flows-flowId-tags-name': (request) =>
    patch(request, { removeTags: [request.params.name], presentTags: [request.params.name] }),

  'GET_flows-flowId-label': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existingFlow(store, params.flowId), 'label'),
  }),
  'PUT_flows-flowId-label': ({ body, ...request }) => patch(request, { label: body }),
  'DELETE_flows-flowId-label': (request) => patch(request, { label: null }),

  'GET_flows-flowId-description': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existingFlow(store, params.flowId), 'description'),
  }),
  'PUT_flows-flowId-description': ({ body, ...request }) => patch(request, { description: body }),
  'DELETE_flows-flowId-description': (request) => patch(request, { description: null }),

  'GET_flows-flowId-read-only': async ({ store, params }) => ({
    status: 200,
    body: (await existingFlow(store, params.flowId)).readOnly,
  }),
  'PUT_flows-flowId-read-only': ({ body, ...request }) => patch(request, { readOnly: body }),

  'GET_flows-flowId-flow-collection': async ({ store, params }) => {
    await existingFlow(store, params.flowId);
    const [items = []] = await store.flows.collectionsOf([params.flowId]);
    return { status: 200, body: collectionDocument(items) };
  },
  'PUT_flows-flowId-flow-collection': ({ body, ...request }) =>
    patch(request, { flowCollection: collectionOf(body) }),
  'DELETE_flows-flowId-flow-collection': (request) => patch(request, { flowCollection: null }),

  'GET_flows-flowId-max-bit-rate': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existingFlow(store, params.flowId), 'maxBitRate'),
  }),
  'PUT_flows-flowId-max-bit-rate': ({ body, ...request }) => patch(request, { maxBitRate: body }),
  'DELETE_flows-flowId-max-bit-rate': (request) => patch(request, { maxBitRate: null }),

  'GET_flows-flowId-avg-bit-rate': async ({ store, params }) => ({
    status: 200,
    body: valueOf(await existingFlow(store, params.flowId), 'avgBitRate'),
  }),
  'PUT_flows-flowId-avg-bit-rate': ({ body, ...request }) => patch(request, { avgBitRate: body }),
  'DELETE_flows-flowId-avg-bit-rate': (request) => patch(request, { avgBitRate: null }),
} as const satisfies Partial<Handlers<operations, OperationId>>;

async function tagsOf(store: StoreView, id: string): Promise<Tag[]> {
  await existingFlow(store, id);
  const [tags = []] = await store.flows.tagsOf([id]);
  return tags;
}

type FlowRequest = Pick<
  Parameters<Handlers<operations, OperationId>['DELETE_flows-flowId-label']>[0],
  'store' | 'caller' | 'params'
>;

async function patch({ store, caller, params }: FlowRequest, change: FlowPatch): Promise<{ status: 204 }> {
  await store.flows.update(caller, params.flowId, change);
  return { status: 204 };
}
