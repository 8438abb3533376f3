import type { Handlers } from '../../rest-compat/layer/operation';
import type { operations } from '../../rest-compat/tams-7.0/generated/contract';
import type { OperationId } from '../../rest-compat/tams-7.0/generated/operations';

// What must and must not compile; `npm run types` is the test.
type All = Handlers<operations, OperationId>;
type Some = Partial<All>;
declare const all: All;
declare const withoutOne: Omit<All, 'GET_flows-flowId-segments'>;

export const compiles: All[] = [
  { ...all },
  { ...withoutOne, 'GET_flows-flowId-segments': all['GET_flows-flowId-segments'] },
];

// @ts-expect-error an operation has no handler
export const incomplete: All = { ...withoutOne };

export const fits = {
  'GET_flows-flowId-label': async ({ store, params }) => {
    const [flow] = await store.flows.byIds([params.flowId]);
    return { status: 200, body: flow?.label ?? '' };
  },
} as const satisfies Some;

export const unknownOperation = {
  // @ts-expect-error no such operation
  GET_nothing: () => Promise.resolve({ status: 200, body: '' }),
} as const satisfies Some;

export const otherStatus = {
  // @ts-expect-error a status that the contract does not list
  'GET_flows-flowId-label': () => Promise.resolve({ status: 201, body: '' }),
} as const satisfies Some;

export const otherBody = {
  // @ts-expect-error the contract says a label is a text
  'GET_flows-flowId-label': () => Promise.resolve({ status: 200, body: 5 }),
} as const satisfies Some;

export const otherParameter = {
  'DELETE_flows-flowId-label': async ({ store, caller, params }) => {
    await store.flows.update(caller, params.flowId, { label: null });
    // @ts-expect-error the path of a flow has no such parameter
    return { status: 204, other: params.sourceId as unknown };
  },
} as const satisfies Some;
