import type { GraphQLObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { OPERATIONS } from '../../rest-compat/tams-7.0/generated/operations';
import { graphSchema } from '../../src/graphql/schema';
import { SCOPES, type Scope } from '../../src/tams/access/caller';
import { API, bearer, GuardedGateway } from './guarded-gateway';
import { callOf, fieldsOf, GRAPH_SCOPES, restScopes } from './operations';

const ID = '00000000-0000-4000-8000-000000000001';

let server: GuardedGateway;
/** Tokens with one scope each, and one with none. */
const tokens = new Map<Scope | 'none', string>();
beforeAll(async () => {
  server = await GuardedGateway.open({ env: { TAMS_GRAPHQL_MAX_DEPTH: '20' } });
  for (const scope of SCOPES) tokens.set(scope, (await server.token([scope])).secret);
  tokens.set('none', (await server.token([])).secret);
});
afterAll(() => server.close());

describe('REST', () => {
  const operations = Object.values(OPERATIONS).flatMap(({ method, path }): [string, string][] =>
    method === 'GET'
      ? [
          [method, path],
          ['HEAD', path],
        ]
      : [[method, path]],
  );

  it('has all operations of TAMS 7.0', () => expect(operations).toHaveLength(74));

  it.each(operations)('%s %s is allowed to who has the scope, and to nobody else', async (method, path) => {
    const expected = restScopes(method === 'HEAD' ? 'GET' : method, path);
    const target = API + path.replace(/\{[^}]+\}/g, ID);
    for (const [scope, token] of tokens) {
      // A body that is refused behind the scope, before anything is changed.
      const body = ['GET', 'HEAD', 'DELETE'].includes(method) ? {} : { body: 12.5 };
      const { status, json } = await server.send(method, target, { authorization: bearer(token), ...body });
      const refused = status === 403;
      expect([scope, refused]).toEqual([scope, !(expected as readonly string[]).includes(scope)]);
      if (refused && method !== 'HEAD') expect(json.type).toBe('ScopeMissing');
    }
  });

  it('asks for read at the event feed', async () => {
    for (const [scope, token] of tokens) {
      const { status } = await server.send('GET', `${API}-ext/events`, { authorization: bearer(token) });
      expect([scope, status]).toEqual([scope, scope === 'read' ? 200 : 403]);
    }
  });

  it('asks for read at media without a signature', async () => {
    for (const [scope, token] of tokens) {
      const { status } = await server.send('GET', `/media/${ID}`, { authorization: bearer(token) });
      expect([scope, status]).toEqual([scope, scope === 'read' ? 404 : 403]);
    }
  });
});

const schema = graphSchema();

describe('the graph', () => {
  it.each(fieldsOf(schema.getQueryType()!))('%s', async (name, field) => {
    await walk(name, GRAPH_SCOPES[name] ?? ['read'], `{ ${callOf(field, ID)} }`);
  });

  it.each(fieldsOf(schema.getMutationType()!))('%s', async (name, field) => {
    await walk(name, GRAPH_SCOPES[name] ?? ['write'], `mutation { ${callOf(field, ID)} }`);
  });

  it.each(fieldsOf(schema.getType('Administration') as GraphQLObjectType))('%s', async (name, field) => {
    await walk(name, ['admin'], `{ administration { ${callOf(field, ID)} } }`);
  });

  it.each(fieldsOf(schema.getSubscriptionType()!))('%s', async (_name, field) => {
    for (const [scope, token] of tokens)
      expect([scope, await isRefusedStream(token, `subscription { ${callOf(field, ID)} }`)]).toEqual([
        scope,
        scope !== 'read',
      ]);
  });
});

async function walk(name: string, expected: readonly Scope[], query: string): Promise<void> {
  for (const [scope, token] of tokens) {
    const { json } = await server.graphql(bearer(token), query);
    const codes = (json.errors ?? []).map((error: any) => error.extensions.code as string);
    expect(codes).not.toContain('GRAPHQL_VALIDATION_FAILED');
    const allowed = (expected as readonly string[]).includes(scope);
    expect([name, scope, codes.includes('SCOPE_MISSING')]).toEqual([name, scope, !allowed]);
    if (!allowed) expect(json.data === null || Object.values(json.data)[0] === null).toBe(true);
  }
}

async function isRefusedStream(token: string, query: string): Promise<boolean> {
  const client = createClient({
    url: `${server.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: bearer(token) },
    retryAttempts: 0,
  });
  const refused = new Promise<boolean>((resolve) => {
    const told = (errors: unknown) => JSON.stringify(errors).includes('SCOPE_MISSING') && resolve(true);
    client.subscribe({ query }, { next: told, error: told, complete: () => undefined });
  });
  const answer = await Promise.race([refused, sleep(300, false)]);
  await client.dispose();
  return answer;
}
