import { deletionRequestDocument } from '../../../src/tams/documents';
import type { DeletionOutcome, DeletionRequest } from '../../../src/tams/model';
import { RestError } from '../../layer/errors';
import type { Handlers } from '../../layer/operation';
import type { components, operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';

type Document = components['schemas']['deletion-request'];

/** Deletions that go on after their request (SEMANTICS 16.3). */
export const deletions = {
  'GET_flow-delete-requests': async ({ store }) => {
    const requests = await store.deletions.list();
    return { status: 200, body: requests.map(documentOf) };
  },

  'GET_flow-delete-requests-request-id': async ({ store, params }) => {
    const [request] = await store.deletions.byIds([params['request-id']]);
    if (!request) throw new RestError(404, 'DeletionRequestNotFound', 'No such deletion request.');
    return { status: 200, body: documentOf(request) };
  },
} as const satisfies Partial<Handlers<operations, OperationId>>;

const documentOf = (request: DeletionRequest) => deletionRequestDocument(request) as unknown as Document;

type Accepted =
  | { readonly status: 204 }
  | { readonly status: 202; readonly body: Document; readonly headers: { readonly Location: string } };

/** 204 tells the client that it is over, 202 that it is accepted and where to follow it (DL1). */
export function accepted({ request }: DeletionOutcome, urlOf: (path: string) => string): Accepted {
  if (request === null) return { status: 204 };
  return {
    status: 202,
    body: documentOf(request),
    headers: { Location: urlOf(`/flow-delete-requests/${request.id}`) },
  };
}
