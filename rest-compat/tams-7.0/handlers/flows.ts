import { TamsError } from '../../../src/tams/errors';
import { entityPosition, type Flow } from '../../../src/tams/model';
import type { StoreView } from '../../../src/tams/store';
import { formatTimeRange } from '../../../src/tams/time/timerange';
import { RestError } from '../../layer/errors';
import { JsonText, type Handlers } from '../../layer/operation';
import { flowDocuments } from '../documents';
import type { operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';
import { flowInputOf, formatOf, tagFiltersOf, timerangeOf } from '../input';
import { accepted } from './deletions';

/** Flows as a whole (SEMANTICS 8). */
export const flows = {
  GET_flows: async ({ store, query, paging }) => {
    const request = paging.request('flows', 100);
    const page = await store.flows.list(
      {
        sourceId: query.source_id ?? null,
        label: query.label ?? null,
        format: formatOf(query.format),
        codec: query.codec ?? null,
        frameWidth: query.frame_width ?? null,
        frameHeight: query.frame_height ?? null,
        timerange: timerangeOf(query.timerange),
        tags: tagFiltersOf(query),
      },
      request,
    );
    const last = page.hasNext ? page.items.at(-1) : undefined;
    return {
      status: 200,
      body: await flowDocuments(store, page.items),
      headers: paging.headers('flows', request, last ? entityPosition(last) : null),
    };
  },

  'GET_flows-flowId': async ({ store, params, query }) => {
    // Without `include_timerange` it must be well-formed and has no effect (T9).
    const within = timerangeOf(query.timerange);
    const flow = await store.flows.documentText(params.flowId);
    if (flow === null) throw new TamsError('FlowNotFound', params.flowId);
    if (!query.include_timerange) return { status: 200, body: new JsonText(flow) };
    const [timerange] = await store.segments.timerangesOf([params.flowId], within);
    const shown = JSON.stringify(formatTimeRange(timerange!));
    return { status: 200, body: new JsonText(`${flow.slice(0, -1)},"timerange":${shown}}`) };
  },

  'PUT_flows-flowId': async ({ store, caller, params, body }) => {
    // A path that is not the document's own names nothing that could be there (F3).
    if (body.id !== params.flowId)
      throw new RestError(404, 'FlowIdMismatch', 'The flow in the body has another id than the path.');
    const { flow, created } = await store.flows.put(caller, flowInputOf(body));
    if (!created) return { status: 204 };
    const [document] = await flowDocuments(store, [flow]);
    return { status: 201, body: document! };
  },

  'DELETE_flows-flowId': async ({ store, caller, params, urlOf }) =>
    accepted(await store.flows.delete(caller, params.flowId), urlOf),
} as const satisfies Partial<Handlers<operations, OperationId>>;

/** @throws TamsError `FlowNotFound` */
export async function existingFlow(store: StoreView, id: string): Promise<Flow> {
  const [flow] = await store.flows.byIds([id]);
  if (!flow) throw new TamsError('FlowNotFound', id);
  return flow;
}
