import { graphql, startGateway, type TestGateway } from '../server/gateway';
import { addSegments, allocate, putFlow, segment } from '../bench/dataset';

let gateway: TestGateway;
let flow: string;
beforeAll(async () => {
  gateway = await startGateway();
  flow = await putFlow(gateway.url, 1);
});
afterAll(() => gateway.close());

const post = (body: string | Uint8Array) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

const UPDATE = `mutation ($id: UUID!, $patch: FlowPatch!) { updateFlow(id: $id, patch: $patch) { containerMapping } }`;

test('keys such as __proto__ in variables are names like any other', async () => {
  const patch = '{"containerMapping":{"__proto__":{"a":1},"constructor":{"prototype":1}}}';
  const response = await post(
    `{"query":${JSON.stringify(UPDATE)},"variables":{"id":"${flow}","patch":${patch}}}`,
  );
  expect(await response.text()).toContain(
    '"containerMapping":{"__proto__":{"a":1},"constructor":{"prototype":1}}',
  );
});

test('a body that is no UTF-8 is refused, not altered', async () => {
  const body = Buffer.concat([
    Buffer.from('{"query":"{ service { name } } # '),
    Buffer.of(0xff),
    Buffer.from('"}'),
  ]);
  const response = await post(body);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('it is no UTF-8');
});

test.each(['', '{', '{"query": }'])('the body %j is a clear 400', async (body) => {
  const response = await post(body);
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
  expect(errors[0]!.message).toContain('The request body cannot be read');
  expect(errors[0]!.extensions).toMatchObject({ requestId: expect.any(String) as string });
});

test('a document nested beyond what the parser can take is a document that is too large', async () => {
  const { errors } = await graphql(gateway.url, '{a'.repeat(3_999));
  expect(errors![0]!.extensions).toMatchObject({ code: 'DOCUMENT_TOO_LARGE' });
});

test('a timerange that is null deletes nothing', async () => {
  const objects = await allocate(gateway.url, flow, 1);
  await addSegments(gateway.url, flow, [segment(objects[0]!, 0)]);
  const { errors } = await graphql(
    gateway.url,
    'mutation ($id: UUID!, $range: TimeRange) { deleteSegments(flowId: $id, timerange: $range) { segmentsDeleted } }',
    { id: flow, range: null },
  );
  expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  const { data } = await graphql(gateway.url, `{ flow(id: "${flow}") { timerange } }`);
  expect(data).toEqual({ flow: { timerange: '[0:0_2:0)' } });
});

test('coverage by the hundred is refused for its cost', async () => {
  const fields = Array.from({ length: 600 }, (_, i) => `c${i}: coverage(timerange: "[${i}:0_") { covered }`);
  const { errors } = await graphql(gateway.url, `{ flow(id: "${flow}") { ${fields.join(' ')} } }`);
  expect(errors![0]!.message).toMatch(/cost|tokens/);
});

test('media of a deleted flow cannot be replaced before the flow is restored', async () => {
  const id = await putFlow(gateway.url, 2);
  const allocateOne =
    'mutation ($id: UUID!) { allocateStorage(flowId: $id, limit: 1) { objectId putUrl { url contentType } } }';
  const { data } = await graphql<{
    allocateStorage: { objectId: string; putUrl: { url: string; contentType: string } }[];
  }>(gateway.url, allocateOne, { id });
  const { objectId, putUrl } = data!.allocateStorage[0]!;
  const upload = (body: string) =>
    fetch(putUrl.url, { method: 'PUT', headers: { 'content-type': putUrl.contentType }, body });
  expect((await upload('good')).ok).toBe(true);
  await addSegments(gateway.url, id, [segment(objectId, 0)]);
  await graphql(gateway.url, `mutation { deleteFlow(id: "${id}") { deleted } }`);
  expect((await upload('evil')).status).toBe(403);
  await graphql(gateway.url, `mutation { restoreFlow(id: "${id}") { id } }`);
  const played = await graphql<{ flow: { segments: { nodes: { getUrls: { url: string }[] }[] } } }>(
    gateway.url,
    `{ flow(id: "${id}") { segments { nodes { getUrls(presigned: true) { url } } } } }`,
  );
  expect(await (await fetch(played.data!.flow.segments.nodes[0]!.getUrls[0]!.url)).text()).toBe('good');
});
