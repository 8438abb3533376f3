import { registrationDocument } from '../../../src/tams/webhooks/registration';
import type { Handlers } from '../../layer/operation';
import { backendDocument } from '../documents';
import type { components, operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';

type EventStream = components['schemas']['event-stream-common'];

/** What clients learn of the service, and its webhooks (SEMANTICS 6 and 17.1). */
export const service = {
  GET_root: () =>
    Promise.resolve({ status: 200, body: ['service', 'flows', 'sources', 'flow-delete-requests'] }),

  GET_service: async ({ store, eventMechanisms }) => {
    const { type, apiVersion, serviceVersion, name, description } = await store.service.get();
    return {
      status: 200,
      body: {
        ...(name === null ? {} : { name }),
        ...(description === null ? {} : { description }),
        type,
        api_version: apiVersion,
        service_version: serviceVersion,
        event_stream_mechanisms: [{ name: 'webhooks' }, ...eventMechanisms()] as EventStream[],
      },
    };
  },

  POST_service: async ({ store, caller, body: { name, description } }) => {
    await store.service.update(caller, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
    return { status: 200 };
  },

  'GET_storage-backends': async ({ store }) => {
    const { storageBackends } = await store.service.get();
    return { status: 200, body: storageBackends.map(backendDocument) };
  },

  GET_webhooks: async ({ store, caller }) => {
    const webhooks = await store.webhooks.list(caller);
    return {
      status: 200,
      body: webhooks.map(registrationDocument) as unknown as components['schemas']['webhook'][],
    };
  },

  POST_webhooks: async ({ store, caller, body }) => {
    const registered = await store.webhooks.put(caller, {
      url: body.url,
      events: body.events,
      apiKeyName: body.api_key_name ?? null,
      apiKeyValue: body.api_key_value ?? null,
      flowIds: body.flow_ids ?? null,
      sourceIds: body.source_ids ?? null,
      flowCollectedByIds: body.flow_collected_by_ids ?? null,
      sourceCollectedByIds: body.source_collected_by_ids ?? null,
      acceptGetUrls: body.accept_get_urls ?? null,
      acceptStorageIds: body.accept_storage_ids ?? null,
      presigned: body.presigned ?? null,
      verboseStorage: body.verbose_storage ?? null,
    });
    return registered === null ? { status: 204 } : { status: 201, body: registrationDocument(registered) };
  },
} as const satisfies Partial<Handlers<operations, OperationId>>;
