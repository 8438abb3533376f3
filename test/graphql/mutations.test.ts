import { uuid } from '../tams/store-fixture';
import { ADD_SEGMENTS, AUDIO, DATA, external, IMAGE, MULTI, PUT_FLOW, VIDEO } from './documents';
import { GraphHarness } from './harness';

let graph: GraphHarness;
beforeEach(async () => {
  graph = await GraphHarness.open();
});
afterEach(() => graph.close());

const put = (input: object) => graph.data(PUT_FLOW, { input });

describe('putFlow', () => {
  test('gives back everything that was put, in the type of its format', async () => {
    const { video, segmentDuration: _, tags: _tags, sourceId, ...plain } = VIDEO;
    const { putFlow } = await put(VIDEO);
    expect(putFlow.created).toBe(true);
    expect(putFlow.flow).toMatchObject({
      ...plain,
      __typename: 'VideoFlow',
      readOnly: false,
      createdBy: 'tester',
      source: { id: sourceId, label: 'camera 1', format: 'VIDEO' },
      timerange: '()',
      tags: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
      segmentDuration: { numerator: 2, denominator: 1 },
      video: { ...video, frameRate: { numerator: 25, denominator: 1 }, uncParameters: null },
    });
  });

  test.each([
    [AUDIO, 'AudioFlow', { audio: AUDIO.audio }],
    [IMAGE, 'ImageFlow', { image: IMAGE.image }],
    [DATA, 'DataFlow', { data: DATA.data }],
  ])('takes %j', async (input, __typename, essence) => {
    expect((await put(input)).putFlow.flow).toMatchObject({ __typename, ...essence });
  });

  test('takes a collection, and shows it from both sides', async () => {
    await put(VIDEO);
    await put(AUDIO);
    const { putFlow } = await put(MULTI);
    expect(putFlow.flow).toMatchObject({
      __typename: 'MultiFlow',
      flowCollection: [
        { role: 'video', containerMapping: { mp2ts_container: { pid: 256 } }, flow: { id: uuid(1) } },
        { role: 'audio', containerMapping: null, flow: { id: uuid(2) } },
      ],
    });
    const { source, flow } = await graph.data(
      `{ source(id: "${uuid(1005)}") { sourceCollection { role source { id } } } flow(id: "${uuid(1)}") { collectedBy { id } source { collectedBy { id } } } }`,
    );
    expect(source.sourceCollection).toEqual([
      { role: 'video', source: { id: uuid(1001) } },
      { role: 'audio', source: { id: uuid(1002) } },
    ]);
    expect(flow).toEqual({ collectedBy: [{ id: uuid(5) }], source: { collectedBy: [{ id: uuid(1005) }] } });
  });

  test('replaces as a whole', async () => {
    await put(VIDEO);
    const { tags: _, label: _label, ...rest } = VIDEO;
    const { putFlow } = await put(rest);
    expect(putFlow).toMatchObject({ created: false, flow: { label: null, tags: [] } });
  });

  test.each([
    ['the essence of another format', { ...VIDEO, audio: AUDIO.audio }, '"audio" does not belong'],
    ['no essence', { ...VIDEO, video: null }, 'needs its essence in the field "video"'],
    ['an essence for MULTI', { ...MULTI, flowCollection: [], video: VIDEO.video }, 'no essence parameters'],
  ])('refuses %s', async (_what, input, message) => {
    const error = await graph.error(PUT_FLOW, { input });
    expect(error.message).toContain(message);
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(await graph.data('{ flows { totalCount } }')).toEqual({ flows: { totalCount: 0 } });
  });
});

describe('updateFlow and updateSource', () => {
  beforeEach(() => put(VIDEO));

  test('change only what the patch names; null clears', async () => {
    const { updateFlow } = await graph.data(
      `mutation { updateFlow(id: "${uuid(1)}", patch: { label: null, avgBitRate: 7, setTags: [{ name: "c", value: "3" }], removeTags: ["a"], video: { frameWidth: 640, frameHeight: 360 } })
        { label description avgBitRate maxBitRate tags { name value } ... on VideoFlow { essenceParameters { frameWidth bitDepth } } } }`,
    );
    expect(updateFlow).toEqual({
      label: null,
      description: 'wide shot',
      avgBitRate: 7,
      maxBitRate: 9000,
      tags: [
        { name: 'b', value: '2' },
        { name: 'c', value: '3' },
      ],
      essenceParameters: { frameWidth: 640, bitDepth: null },
    });
    const { updateSource } = await graph.data(
      `mutation { updateSource(id: "${uuid(1001)}", patch: { description: "new", tags: [] }) { label description tags { name } updatedBy } }`,
    );
    expect(updateSource).toEqual({ label: 'camera 1', description: 'new', tags: [], updatedBy: 'tester' });
  });

  test('a read-only flow takes back only its mark', async () => {
    const patch = `mutation P($patch: FlowPatch!) { updateFlow(id: "${uuid(1)}", patch: $patch) { readOnly } }`;
    await graph.data(patch, { patch: { readOnly: true } });
    const error = await graph.error(patch, { patch: { label: 'x' } });
    expect(error.extensions).toMatchObject({ code: 'FLOW_READ_ONLY', kind: 'read_only' });
    expect(await graph.data(patch, { patch: { readOnly: null } })).toEqual({
      updateFlow: { readOnly: false },
    });
  });

  test('the essence of another format is refused', async () => {
    const error = await graph.error(
      `mutation { updateFlow(id: "${uuid(1)}", patch: { image: { frameWidth: 1, frameHeight: 1 } }) { id } }`,
    );
    expect(error.message).toContain('its essence goes into "video"');
  });
});

describe('segments', () => {
  beforeEach(() => put(VIDEO));
  const PAGE = `{ flow(id: "${uuid(1)}") { segments { nodes { objectId } } } }`;

  test('are added one by one: what fails is listed with its place', async () => {
    const { addSegments } = await graph.data(ADD_SEGMENTS, {
      flow: uuid(1),
      segments: [external('a', '[0:0_10:0)'), external('b', '[5:0_15:0)'), external('c', '[10:0_20:0)')],
    });
    expect(addSegments).toMatchObject({
      added: 2,
      failed: [{ index: 1, objectId: 'b', timerange: '[5:0_15:0)', error: { type: 'SegmentOverlap' } }],
    });
    expect((await graph.data(PAGE)).flow.segments.nodes).toEqual([{ objectId: 'a' }, { objectId: 'c' }]);
  });

  test('are deleted by range and by object, flows with theirs, and flows are restored', async () => {
    await graph.data(ADD_SEGMENTS, {
      flow: uuid(1),
      segments: [external('a', '[0:0_10:0)'), external('b', '[10:0_20:0)'), external('a', '[20:0_30:0)')],
    });
    const remove = (args: string) =>
      graph.data(
        `mutation { deleteSegments(flowId: "${uuid(1)}", ${args}) { deleted segmentsDeleted request { id } } }`,
      );
    expect(await remove('timerange: "[5:0_15:0)"')).toEqual({
      deleteSegments: { deleted: false, segmentsDeleted: 0, request: null },
    });
    expect(await remove('objectId: "b"')).toMatchObject({
      deleteSegments: { deleted: true, segmentsDeleted: 1 },
    });
    const { deleteFlow } = await graph.data(
      `mutation { deleteFlow(id: "${uuid(1)}") { deleted segmentsDeleted request { id } } }`,
    );
    expect(deleteFlow).toEqual({ deleted: true, segmentsDeleted: 2, request: null });
    expect(await graph.data(`{ flow(id: "${uuid(1)}") { id } source(id: "${uuid(1001)}") { id } }`)).toEqual({
      flow: null,
      source: null,
    });
    await graph.data(`mutation { restoreFlow(id: "${uuid(1)}") { id label } }`);
    expect((await graph.data(PAGE)).flow.segments.nodes).toHaveLength(2);
  });

  test('what a mutation selects is read after its change', async () => {
    const label = (text: string) =>
      `updateFlow(id: "${uuid(1)}", patch: { setTags: [{ name: "n", value: "${text}" }] }) { tag(name: "n") source { flows { nodes { tag(name: "n") } } } }`;
    const { a, b } = await graph.data(`mutation { a: ${label('1')} b: ${label('2')} }`);
    expect([a.tag, b.tag, b.source.flows.nodes]).toEqual(['1', '2', [{ tag: '2' }]]);
  });
});

describe('storage', () => {
  test('is allocated with a request to upload by', async () => {
    await put(VIDEO);
    const { allocateStorage } = await graph.data(
      `mutation { allocateStorage(flowId: "${uuid(1)}", objectIds: ["x/1", "x/2"]) { objectId putUrl { url contentType headers } } }`,
    );
    expect(allocateStorage).toMatchObject([
      { objectId: 'x/1', putUrl: { contentType: 'video/mp2t', headers: { 'content-type': 'video/mp2t' } } },
      { objectId: 'x/2' },
    ]);
    const clash = await graph.error(
      `mutation { allocateStorage(flowId: "${uuid(1)}", objectIds: ["x/1"]) { objectId } }`,
    );
    expect(clash.extensions.code).toBe('OBJECT_ID_EXISTS');
  });
});

describe('service and webhooks', () => {
  test('the service changes only what is given; null clears', async () => {
    await graph.data('mutation { updateService(name: "store", description: "text") { name } }');
    expect(await graph.data('mutation { updateService(name: null) { name description } }')).toEqual({
      updateService: { name: null, description: 'text' },
    });
    const { service } = await graph.data(
      '{ service { type apiVersion serviceVersion storageBackends { id label storeType defaultStorage } } }',
    );
    expect(service).toMatchObject({
      type: expect.stringMatching(/^urn:x-tams:service/) as string,
      apiVersion: '7.0',
      storageBackends: [{ label: 'embedded', storeType: 'http_object_store', defaultStorage: true }],
    });
  });

  test('a webhook is put, listed without its secret, removed', async () => {
    const input = {
      url: 'https://receiver.example/hook',
      apiKeyName: 'x-key',
      apiKeyValue: 'very secret',
      events: ['flows/created'],
      flowIds: [uuid(1)],
    };
    const PUT =
      'mutation P($input: WebhookInput!) { putWebhook(input: $input) { id url apiKeyName events flowIds sourceIds } }';
    const { putWebhook } = await graph.data(PUT, { input });
    expect(putWebhook).toMatchObject({
      url: input.url,
      apiKeyName: 'x-key',
      flowIds: [uuid(1)],
      sourceIds: null,
    });
    const answer = await graph.run('{ webhooks { id createdBy events presigned } }');
    expect(answer.data.webhooks).toMatchObject([
      { id: putWebhook.id, createdBy: 'tester', events: ['flows/created'] },
    ]);
    expect(JSON.stringify(answer)).not.toContain('very secret');
    expect(await graph.data(PUT, { input: { ...input, events: [] } })).toEqual({ putWebhook: null });
    const again = (await graph.data(PUT, { input })).putWebhook;
    const remove = `mutation { deleteWebhook(id: "${again.id}") }`;
    expect(await graph.data(remove)).toEqual({ deleteWebhook: true });
    expect(await graph.data(remove)).toEqual({ deleteWebhook: false });
  });
});
