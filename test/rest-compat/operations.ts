import type { Operation } from './contract';
import { addSegments, externalSegment, makeFlow, videoFlow } from './documents';
import type { RestHarness } from './harness';

/** A request that its operation accepts, were it made first. */
export interface ValidRequest {
  readonly method: string;
  readonly target: string;
  readonly json?: unknown;
}

/** What the paths of valid requests name. */
export interface Scene {
  readonly flowId: string;
  readonly sourceId: string;
  readonly objectId: string;
  readonly tag: string;
}

/** A flow with everything set, its source, and segments on its timeline. */
export async function makeScene(api: RestHarness): Promise<Scene> {
  const member = await makeFlow(api);
  const tag = 'a name/with %';
  const flow = videoFlow({
    label: 'a label',
    description: 'a description',
    tags: { [tag]: 'a value' },
    avg_bit_rate: 1000,
    max_bit_rate: 2000,
    flow_collection: [{ id: member.id, role: 'a role' }],
  });
  await makeFlow(api, flow);
  const objectId = `media/${flow.id}`;
  const segments = [0, 1, 2, 3].map((n) => externalSegment(`[${n}:0_${n + 1}:0)`, objectId));
  await addSegments(api, flow.id, segments);
  return { flowId: flow.id, sourceId: flow.source_id, objectId, tag };
}

/** The path of a template with the scene's names in it. */
export function pathIn(template: string, scene: Scene): string {
  return template
    .replace('{flowId}', scene.flowId)
    .replace('{sourceId}', scene.sourceId)
    .replace('{objectId}', encodeURIComponent(scene.objectId))
    .replace('{name}', encodeURIComponent(scene.tag))
    .replace('{request-id}', 'nothing');
}

/** A valid request for an operation of the contract. */
export function validRequest({ method, template, id }: Operation, scene: Scene): ValidRequest {
  const request = { method: method.toUpperCase(), target: pathIn(template, scene) };
  const json = BODIES[id.replace(/^(PUT|POST)_/, '')]?.(scene);
  return json === undefined ? request : { ...request, json };
}

const text = (): unknown => 'a text';
const BODIES: Readonly<Record<string, (scene: Scene) => unknown>> = {
  service: () => ({ name: 'a name', description: 'a description' }),
  webhooks: () => ({
    url: 'https://hook.example/x',
    api_key_name: 'X-Key',
    api_key_value: 'v',
    events: ['flows/created'],
  }),
  'sources-sourceId-tags-name': text,
  'sources-sourceId-description': text,
  'sources-sourceId-label': text,
  'flows-flowId': ({ flowId, sourceId }) =>
    videoFlow({ id: flowId, source_id: sourceId, label: 'x', tags: { a: 'b' }, avg_bit_rate: 5 }),
  'flows-flowId-tags-name': text,
  'flows-flowId-description': text,
  'flows-flowId-label': text,
  'flows-flowId-read-only': () => false,
  'flows-flowId-flow-collection': () => [],
  'flows-flowId-max-bit-rate': () => 5000,
  'flows-flowId-avg-bit-rate': () => 4000,
  'flows-flowId-segments': () => externalSegment('[100:0_101:0)'),
  'flows-flowId-storage': () => ({ limit: 2 }),
};
