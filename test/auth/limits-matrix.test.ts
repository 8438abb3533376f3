import { createClient } from 'graphql-ws';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { OPERATIONS } from '../../rest-compat/tams-7.0/generated/operations';
import { graphSchema } from '../../src/graphql/schema';
import type { Scope } from '../../src/tams/access/caller';
import type { Limits } from '../../src/tams/access/limits';
import { API, bearer, GuardedGateway, type Answer } from './guarded-gateway';
import { callOf, fieldsOf, GRAPH_SCOPES, restScopes } from './operations';

const id = (n: number) => `00000000-0000-4000-8000-0000000000${n.toString(16).padStart(2, '0')}`;
/** Each is the id of a flow, of its source and of the media object of its one segment. */
const SEEN = id(1);
const HIDDEN = id(2);
/** Flows that collect both, seen by their class, and by none. */
const COLLECTOR = id(3);
const HIDDEN_COLLECTOR = id(4);
const ABSENT = id(9);

const KINDS: Readonly<Record<string, Partial<Limits>>> = {
  'a source': { sourceIds: [SEEN] },
  'a flow': { flowIds: [SEEN] },
  'a class': { classes: ['news'] },
  nothing: { classes: ['nobody'] },
};
const hiddenFrom = (kind: string) => [
  ...[HIDDEN, HIDDEN_COLLECTOR],
  ...(kind === 'a class' ? [] : [COLLECTOR]),
  ...(kind === 'nothing' ? [SEEN] : []),
];
const LIMITED_SCOPES = ['read', 'write', 'delete'] as const;
type LimitedScope = (typeof LIMITED_SCOPES)[number];
const cells = Object.keys(KINDS).flatMap((kind) => LIMITED_SCOPES.map((scope) => [kind, scope] as const));

let server: GuardedGateway;
let admin: string;
const tokens = new Map<string, string>();
const tokenOf = (kind: string, scope: LimitedScope) => bearer(tokens.get(`${kind} ${scope}`)!);

beforeAll(async () => {
  server = await GuardedGateway.open({
    env: { TAMS_GRAPHQL_MAX_DEPTH: '20', TAMS_GRAPHQL_MAX_COST: '10000000' },
  });
  admin = bearer((await server.token()).secret);
  for (const [kind, scope] of cells)
    tokens.set(`${kind} ${scope}`, (await server.token([scope], { limits: KINDS[kind]! })).secret);
  await putFlow(SEEN, { tags: { auth_classes: 'news' } });
  await putFlow(HIDDEN, { tags: { auth_classes: 'sport' } });
  const collection = [SEEN, HIDDEN].map((member) => ({ id: member, role: 'part' }));
  const multi = { format: 'urn:x-nmos:format:multi', codec: undefined, essence_parameters: undefined };
  await putFlow(COLLECTOR, { ...multi, flow_collection: collection, tags: { auth_classes: ' news ' } });
  await putFlow(HIDDEN_COLLECTOR, { ...multi, flow_collection: collection });
  for (const flow of [HIDDEN, SEEN])
    for (const [object, timerange] of [
      [flow, '[0:0_1:0)'],
      ['shared', '[1:0_2:0)'],
    ])
      await admitted('POST', `/flows/${flow}/segments`, {
        object_id: object,
        timerange,
        get_urls: [{ url: `https://media.example/${object}` }],
      });
});
afterAll(() => server.close());

async function admitted(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await server.send(method, API + path, { authorization: admin, body });
  expect([path, answer.status < 300, answer.text]).toEqual([path, true, answer.text]);
  return answer;
}

const putFlow = (flow: string, rest: Record<string, unknown>) =>
  admitted('PUT', `/flows/${flow}`, { ...documentOf(flow), ...rest });

const documentOf = (flow: string) => ({
  id: flow,
  source_id: flow,
  format: 'urn:x-nmos:format:video',
  codec: 'video/h264',
  container: 'video/mp2t',
  essence_parameters: { frame_width: 16, frame_height: 9 },
});

/** What the operation can be asked with. */
function bodyOf(method: string, path: string, target: string): unknown {
  if (method !== 'PUT' && method !== 'POST') return undefined;
  const bodies: Readonly<Record<string, unknown>> = {
    '/flows/{flowId}': documentOf(target),
    '/flows/{flowId}/read_only': false,
    '/flows/{flowId}/flow_collection': [],
    '/flows/{flowId}/max_bit_rate': 1,
    '/flows/{flowId}/avg_bit_rate': 1,
    '/flows/{flowId}/segments': { object_id: target, timerange: '[7:0_8:0)' },
    '/flows/{flowId}/storage': { limit: 1 },
    '/service/webhooks': { url: 'https://receiver.example', events: ['flows/created'] },
    '/service': {},
  };
  return bodies[path] ?? 'text';
}

/** An answer without what differs by itself: its time, its number, and the id that was asked for. */
const plain = ({ status, text }: Answer, target: string) => [
  status,
  text
    .replaceAll(target, 'TARGET')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-(?!0{10})[0-9a-f]{12}/g, 'UUID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
];

/** Everything that an unlimited reader is told of the entities. */
const everything = async () =>
  (
    await Promise.all(
      ['/flows', '/sources', ...[SEEN, HIDDEN].map((flow) => `/flows/${flow}/segments`)].map((path) =>
        admitted('GET', path),
      ),
    )
  ).map(({ text }) => text);

describe('REST', () => {
  const operations = Object.values(OPERATIONS).map(({ method, path }): [string, string] => [method, path]);

  it.each(operations)('%s %s', async (method, path) => {
    const before = await everything();
    const pathFor = (target: string) => API + path.replace('{name}', 'x').replace(/\{[^}]+\}/g, target);
    for (const [kind, scope] of cells) {
      const send = (target: string) =>
        server.send(method, pathFor(target), {
          authorization: tokenOf(kind, scope),
          body: bodyOf(method, path, target),
        });
      const hidden = await send(HIDDEN);
      const needed: readonly Scope[] = restScopes(method, path);
      if (!needed.includes(scope)) {
        expect([kind, scope, hidden.status, hidden.json.type]).toEqual([kind, scope, 403, 'ScopeMissing']);
        continue;
      }
      expect([kind, plain(hidden, HIDDEN)]).toEqual([kind, plain(await send(ABSENT), ABSENT)]);
      if (path.includes('{') && !(method === 'GET' && path.endsWith('/segments')))
        expect([kind, hidden.status]).toEqual([
          kind,
          method === 'PUT' && path === '/flows/{flowId}' ? 403 : 404,
        ]);
      if (method !== 'GET') continue;
      const { status, text } = await send(SEEN);
      for (const other of hiddenFrom(kind).filter((other) => other !== SEEN))
        expect([kind, text]).not.toEqual([kind, expect.stringContaining(other)]);
      if (
        /\{(flow|source|object)Id\}/.test(path) &&
        !/\/(segments|label|description|_rate|\{name\})/.test(path) &&
        !path.endsWith('_rate')
      )
        expect([kind, status]).toEqual([kind, kind === 'nothing' ? 404 : 200]);
    }
    expect(await everything()).toEqual(before);
  });

  it('lists what is seen, and nothing to who sees nothing', async () => {
    const idsAt = async (kind: string, path: string) => {
      const { json } = await server.send('GET', API + path, { authorization: tokenOf(kind, 'read') });
      return (json as { id: string }[]).map((entity) => entity.id).sort();
    };
    for (const path of ['/flows', '/sources', '/flows?limit=1000&format=urn:x-nmos:format:video']) {
      const collectors = path.includes('video') ? [] : [COLLECTOR];
      expect(await idsAt('a source', path)).toEqual([SEEN]);
      expect(await idsAt('a flow', path)).toEqual([SEEN]);
      expect(await idsAt('a class', path)).toEqual([SEEN, ...collectors]);
      expect(await idsAt('nothing', path)).toEqual([]);
    }
  });

  it('tells of a shared object by the flows that are seen', async () => {
    for (const kind of ['a source', 'a flow', 'a class']) {
      const { json } = await server.send('GET', `${API}/objects/shared`, {
        authorization: tokenOf(kind, 'read'),
      });
      expect(json).toEqual({ id: 'shared', referenced_by_flows: [SEEN] });
    }
  });

  it.each(Object.keys(KINDS))('has a feed of the events of %s only', async (kind) => {
    const poll = async (authorization: string) =>
      (await server.send('GET', `${API}-ext/events?since=1970-01-01T00:00:00Z&limit=1000`, { authorization }))
        .text;
    // What everybody is told is kept for a moment, and is not for this one.
    const all = await poll(admin);
    for (const flow of [SEEN, HIDDEN, COLLECTOR, HIDDEN_COLLECTOR]) expect(all).toContain(flow);
    const told = await poll(tokenOf(kind, 'read'));
    for (const hidden of hiddenFrom(kind)) expect(told).not.toContain(hidden);
    expect(told.includes(SEEN)).toBe(kind !== 'nothing');
    expect(await poll(admin)).toBe(all);
  });

  it('exports, measures and shows media only of what is seen', async () => {
    for (const kind of Object.keys(KINDS)) {
      const authorization = tokenOf(kind, 'read');
      for (const query of ['table=flows', 'table=segments']) {
        const { text, status } = await server.send('GET', `/analytics/export?${query}`, { authorization });
        expect(status).toBe(200);
        for (const hidden of hiddenFrom(kind)) expect(text).not.toContain(hidden);
        expect(text.includes(SEEN)).toBe(kind !== 'nothing');
      }
      for (const parameter of ['flow_id', 'source_id']) {
        const send = (target: string) =>
          server.send('GET', `/analytics/export?table=flows&${parameter}=${target}`, { authorization });
        expect(plain(await send(HIDDEN), HIDDEN)).toEqual(plain(await send(ABSENT), ABSENT));
      }
      const media = (target: string) => server.send('GET', `/media/${target}`, { authorization });
      expect(plain(await media(HIDDEN), HIDDEN)).toEqual(plain(await media(ABSENT), ABSENT));
      const metrics = await server.send('GET', '/metrics', { authorization });
      expect([metrics.status, metrics.json.type]).toEqual([403, 'BeyondLimits']);
    }
  });
});

const ALL = `{
  sources(first: 100) { totalCount nodes {
    id tags { value } sourceCollection { sourceId source { id } } collectedBy { id }
    flows { totalCount nodes { id } } coverage { segmentCount } liveEdge { end } } }
  flows(first: 100) { totalCount nodes {
    id sourceId source { id } flowCollection { flowId flow { id } } collectedBy { id } timerange coverage { segmentCount }
    segments { nodes { flowId objectId object {
      id referencedByFlows { totalCount nodes { id } } firstReferencedByFlow { id } segments { nodes { flowId } } } } } } }
  deletionRequests { flowId }
  webhooks { id }
  analytics { flowUsage { flowId sourceId } topValues(of: OBJECT) { value } storageUsage { mostReused { objectId } } }
}`;

/** Where the next segment is added, behind all others. */
let later = 0;

describe('the graph', () => {
  const schema = graphSchema();
  const queries = fieldsOf(schema.getQueryType()!).map(
    ([name, field]) => [name, field, 'query', 'read'] as const,
  );
  const mutations = fieldsOf(schema.getMutationType()!).map(
    ([name, field]) => [name, field, 'mutation', 'write'] as const,
  );

  it.each([...queries, ...mutations])('%s', async (name, field, type, usual) => {
    const before = await everything();
    for (const [kind, scope] of cells) {
      const send = (target: string) =>
        server.graphql(tokenOf(kind, scope), `${type} { ${callOf(field, target)} }`);
      const hidden = await send(HIDDEN);
      const codes = (hidden.json.errors ?? []).map((error: any) => error.extensions.code as string);
      const needed: readonly Scope[] = GRAPH_SCOPES[name] ?? [usual];
      expect([kind, scope, codes.includes('SCOPE_MISSING')]).toEqual([kind, scope, !needed.includes(scope)]);
      if (needed.includes(scope))
        expect([kind, plain(hidden, HIDDEN)]).toEqual([kind, plain(await send(ABSENT), ABSENT)]);
    }
    expect(await everything()).toEqual(before);
  });

  it.each(Object.keys(KINDS))('shows %s in every list, and no word of others', async (kind) => {
    const { json, text } = await server.graphql(tokenOf(kind, 'read'), ALL);
    expect(json.errors).toBeUndefined();
    for (const hidden of hiddenFrom(kind)) expect(text).not.toContain(hidden);
    const seen = kind === 'nothing' ? 0 : kind === 'a class' ? 2 : 1;
    expect([json.data.flows.totalCount, json.data.sources.totalCount]).toEqual([seen, seen]);
    const all = await server.graphql(admin, ALL);
    expect([all.json.errors, all.json.data.flows.totalCount]).toEqual([undefined, 4]);
  });

  it.each([
    'events(since: "1970-01-01T00:00:00Z") { __typename cursor ... on FlowEvent { flowId flow { id collectedBy { id } } } ... on FlowUpdated { document } ... on FlowCreated { document } ... on SourceCreated { document } }',
    'segments(since: "1970-01-01T00:00:00Z") { flowId flow { id } segment { objectId } }',
    `segments(since: "1970-01-01T00:00:00Z", collectedBy: ["${HIDDEN_COLLECTOR}"]) { flowId }`,
    'segmentBatches(since: "1970-01-01T00:00:00Z", maxWait: 0) { events { flowId } }',
    `liveEdges(flowIds: ["${SEEN}", "${HIDDEN}"]) { edge { end } flow { id } }`,
  ])('follows only what is seen, beside who follows everything: %s', async (selection) => {
    const { secret, user } = await server.token(['read']);
    const followers = new Map<string, string>([['everything', secret]]);
    for (const [kind, limits] of Object.entries(KINDS))
      followers.set(kind, (await server.token(['read'], { user, limits })).secret);
    const told = new Map<string, string>();
    const clients = [...followers].map(([kind, token]) => {
      const client = createClient({
        url: `${server.url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: bearer(token) },
        retryAttempts: 0,
      });
      const note = (value: unknown) => void told.set(kind, (told.get(kind) ?? '') + JSON.stringify(value));
      client.subscribe(
        { query: `subscription { ${selection} }` },
        { next: note, error: note, complete: () => undefined },
      );
      return client;
    });
    await sleep(500);
    // All stand at the end of the log now.
    const second = (later += 10);
    for (const flow of [HIDDEN, SEEN]) {
      await admitted('PUT', `/flows/${flow}/label`, `label ${flow}`);
      await admitted('POST', `/flows/${flow}/segments`, {
        object_id: `later ${flow}`,
        timerange: `[${second}:0_${second + 1}:0)`,
        get_urls: [{ url: 'https://media.example/later' }],
      });
    }
    await sleep(500);
    for (const client of clients) await client.dispose();
    expect(told.get('everything')).toContain(
      selection.startsWith('liveEdges') ? `"${second + 1}:0"` : HIDDEN,
    );
    for (const kind of Object.keys(KINDS)) {
      const text = told.get(kind) ?? '';
      expect(text).not.toContain('errors');
      for (const hidden of hiddenFrom(kind)) expect([kind, text.includes(hidden)]).toEqual([kind, false]);
      const onlyHidden = selection.includes(HIDDEN_COLLECTOR);
      expect([kind, text.includes(SEEN)]).toEqual([kind, kind !== 'nothing' && !onlyHidden]);
    }
  });
});
