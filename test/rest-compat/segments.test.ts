import {
  addSegments,
  allocate,
  externalSegment,
  flowWithSegments,
  listed,
  makeFlow,
  newId,
  NOBODY,
  videoFlow,
} from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const post = (flowId: string, json: unknown) => api.rest('POST', `/flows/${flowId}/segments`, { json });
const items = async (flowId: string) =>
  (await api.get(`/flows/${flowId}/segments`)).json as Record<string, unknown>[];

describe('what comes back', () => {
  it('[SG1] what was registered, with ts_offset always', async () => {
    const flow = await makeFlow(api);
    const full = {
      object_id: 'sg1/full',
      timerange: '[0:0_1:0)',
      ts_offset: '5:7',
      last_duration: '0:40000000',
      sample_offset: 0,
      sample_count: 25,
      key_frame_count: 1,
    };
    const get_urls = [{ url: 'https://media.example/sg1' }];
    await addSegments(api, flow.id, [{ ...full, get_urls }, externalSegment('[1:0_2:0)', 'sg1/least')]);
    const [first, second] = await items(flow.id);
    expect(first).toEqual({ ...full, get_urls: [{ ...get_urls[0], presigned: false }] });
    expect(second).toEqual({
      object_id: 'sg1/least',
      timerange: '[1:0_2:0)',
      ts_offset: '0:0',
      get_urls: [expect.anything()],
    });
  });

  it('[SG1] filters by object and timerange, whole', async () => {
    const flow = await makeFlow(api);
    await addSegments(api, flow.id, [
      externalSegment('[0:0_2:0)', 'a'),
      externalSegment('[2:0_4:0)', 'b'),
      externalSegment('[4:0_6:0)', 'a'),
    ]);
    expect(await listed(api, flow.id, '?object_id=a')).toEqual(['[0:0_2:0)', '[4:0_6:0)']);
    expect(await listed(api, flow.id, '?object_id=a&timerange=[1:0_3:0)')).toEqual(['[0:0_2:0)']);
    expect(await listed(api, flow.id, '?object_id=')).toEqual([]);
    expect(await listed(api, flow.id, '?object_id=A')).toEqual([]);
  });

  it('[SG1] an unknown or deleted flow lists none', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    expect(await items(flow.id)).toEqual([]);
    expect(await items(newId())).toEqual([]);
    await makeFlow(api, flow);
    expect(await items(flow.id)).toEqual([]);
  });
});

describe('what one segment must be', () => {
  const REFUSED: readonly (readonly [
    id: string,
    rows: readonly (readonly [string, Record<string, unknown>])[],
  ])[] = [
    [
      'SG2',
      [
        ['empty', { timerange: '()' }],
        ['empty text', { timerange: '' }],
        ['inverted', { timerange: '[5:0_3:0)' }],
        ['half-touching', { timerange: '[5:0_5:0)' }],
        ['an open end', { timerange: '[5:0_' }],
        ['an open start', { timerange: '_5:0)' }],
        ['all', { timerange: '_' }],
        ['an exclusive start', { timerange: '(0:0_1:0)' }],
        ['a nanosecond with an exclusive start', { timerange: '(5:0_5:1]' }],
      ],
    ],
    [
      'SG5',
      [
        ['a relative URL', { get_urls: [{ url: '/x' }] }],
        ['ftp', { get_urls: [{ url: 'ftp://a/x' }] }],
        ['no URL', { get_urls: [{ url: 'nonsense' }] }],
        ['javascript', { get_urls: [{ url: 'javascript:alert(1)' }] }],
        ['empty', { get_urls: [{ url: '' }] }],
        ['data', { get_urls: [{ url: 'data:,x' }] }],
      ],
    ],
    [
      'SG6',
      [
        ['a negative last_duration', { last_duration: '-1:0' }],
        ['-1 ns', { last_duration: '-0:1' }],
      ],
    ],
    [
      'SG7',
      [
        ['a negative sample_offset', { sample_offset: -1 }],
        ['a negative sample_count', { sample_count: -1 }],
        ['a negative key_frame_count', { key_frame_count: -1 }],
      ],
    ],
  ];
  const refusals = REFUSED.flatMap(([id, rows]) => rows.map(([what, change]) => [id, what, change] as const));

  it.each(refusals)(
    '[SG2][SG5][SG6][SG7] %s: %s is refused, alone and in a list',
    async (_id, _what, change) => {
      const flow = await makeFlow(api);
      const bad = { ...externalSegment('[0:0_1:0)'), ...change };
      await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: bad });
      const good = externalSegment('[100:0_101:0)');
      const { json } = await api.expect(200, 'POST', `/flows/${flow.id}/segments`, { json: [bad, good] });
      expect(json.failed_segments).toHaveLength(1);
      expect(json.failed_segments[0]).toMatchObject({
        object_id: bad.object_id,
        error: { type: expect.any(String), summary: expect.any(String), time: expect.any(String) },
      });
      expect(await listed(api, flow.id)).toEqual(['[100:0_101:0)']);
    },
  );

  it('[SG2] instants and inclusive ends are fine', async () => {
    const flow = await flowWithSegments(api, ['[0:0]', '[1:0_2:0]', '3:0_4:0', '5:0']);
    expect(await listed(api, flow.id)).toEqual(['[0:0]', '[1:0_2:0]', '[3:0_4:0]', '[5:0]']);
  });

  it('[SG5] a backend’s label is its own, others are kept, other properties dropped', async () => {
    const flow = await makeFlow(api);
    const [backend] = (await api.get('/service/storage-backends')).json as { label: string }[];
    const given = (label: string) =>
      externalSegment('[0:0_1:0)', newId(), {
        get_urls: [{ url: 'https://a.example/x', label, controlled: true, presigned: true, nonsense: 1 }],
      });
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: given(backend!.label) });
    await addSegments(api, flow.id, given('mine, all mine'));
    expect((await items(flow.id))[0]!.get_urls).toEqual([
      { url: 'https://a.example/x', label: 'mine, all mine', presigned: false },
    ]);
  });

  it('[SG6] ts_offset may be negative', async () => {
    const flow = await makeFlow(api);
    await addSegments(api, flow.id, externalSegment('[0:0_1:0)', newId(), { ts_offset: '-1:500000000' }));
    expect((await items(flow.id))[0]!.ts_offset).toBe('-1:500000000');
  });

  it('[SG7] no samples at all are a number of samples', async () => {
    const flow = await makeFlow(api);
    await addSegments(
      api,
      flow.id,
      externalSegment('[0:0_1:0)', newId(), { sample_count: 0, sample_offset: 0, key_frame_count: 0 }),
    );
    expect((await items(flow.id))[0]).toMatchObject({
      sample_count: 0,
      sample_offset: 0,
      key_frame_count: 0,
    });
  });
});

describe('overlap', () => {
  it.each([
    ['[0:0_10:0)', '[0:0_10:0)'],
    ['[0:0_10:0)', '[9:999999999_11:0)'],
    ['[0:0_10:0)', '[-1:0_0:0]'],
    ['[0:0_10:0)', '[5:0]'],
    ['[0:0_10:0)', '[-5:0_20:0)'],
    ['[0:0_10:0]', '[10:0_20:0)'],
    ['[0:0_10:0]', '[10:0]'],
    ['[5:0]', '[5:0]'],
    ['[5:0]', '[0:0_5:0]'],
  ])('[SG3] beside %s there is no place for %s', async (first, second) => {
    const flow = await flowWithSegments(api, [first]);
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: externalSegment(second) });
    const both = await makeFlow(api);
    const { json } = await api.expect(200, 'POST', `/flows/${both.id}/segments`, {
      json: [externalSegment(first), externalSegment(second)],
    });
    expect(json.failed_segments).toHaveLength(1);
    expect(json.failed_segments[0].error.type).toBe('SegmentOverlap');
    expect(await listed(api, both.id)).toEqual([first]);
  });

  it.each([
    ['[0:0_10:0)', '[10:0_20:0)'],
    ['[0:0_10:0)', '[10:0]'],
    ['[0:0_10:0)', '[-5:0_0:0)'],
    ['[5:0]', '[0:0_5:0)'],
    ['[0:0_10:0]', '[10:1_20:0)'],
  ])('[SG3] beside %s there is place for %s', async (first, second) => {
    const flow = await flowWithSegments(api, [first]);
    expect((await post(flow.id, externalSegment(second))).status).toBe(201);
  });

  it('[SG3] the identical segment again is refused', async () => {
    const flow = await makeFlow(api);
    const segment = externalSegment('[0:0_1:0)');
    await addSegments(api, flow.id, segment);
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: segment });
  });

  it('[SG3] of many at once for one place one wins', async () => {
    for (let round = 0; round < 4; round += 1) {
      const flow = await makeFlow(api);
      const answers = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((n) => post(flow.id, externalSegment(`[0:${n}_1:${n})`))),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
      expect(await items(flow.id)).toHaveLength(1);
    }
  });
});

describe('objects', () => {
  it('[SG4] allocated for the flow, used by any flow, or external with a URL', async () => {
    const [flow, other] = [await makeFlow(api), await makeFlow(api)];
    const [mine, next] = await allocate(api, flow.id, 2);
    const name = (objectId: string, timerange = '[0:0_1:0)') => ({ object_id: objectId, timerange });
    await api.refused(400, 'POST', `/flows/${other.id}/segments`, { json: name(mine!.object_id) });
    await api.refused(400, 'POST', `/flows/${other.id}/segments`, {
      json: externalSegment('[0:0_1:0)', mine!.object_id),
    });
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: name(newId()) });
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, {
      json: { ...name(newId()), get_urls: [] },
    });
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, {
      json: { ...externalSegment('[0:0_1:0)'), object_id: '' },
    });
    await addSegments(api, flow.id, name(mine!.object_id));
    await addSegments(api, other.id, name(mine!.object_id));
    // In its grace it may be registered again, by any flow.
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
    await api.expect(204, 'DELETE', `/flows/${other.id}/segments`);
    await addSegments(api, other.id, name(mine!.object_id));
    await addSegments(api, flow.id, name(next!.object_id));
  });

  it('[SG4] an early item of a list makes its object known to later ones', async () => {
    const flow = await makeFlow(api);
    const objectId = newId();
    const reuse = (n: number) => ({ object_id: objectId, timerange: `[${n}:0_${n + 1}:0)` });
    await addSegments(api, flow.id, [externalSegment('[0:0_1:0)', objectId), reuse(1), reuse(2)]);
    const unknown = newId();
    const late = { object_id: unknown, timerange: '[10:0_11:0)' };
    const { json } = await api.expect(200, 'POST', `/flows/${flow.id}/segments`, {
      json: [late, externalSegment('[11:0_12:0)', unknown), { ...late, timerange: '[12:0_13:0)' }],
    });
    expect(json.failed_segments.map(({ timerange }: { timerange: string }) => timerange)).toEqual([
      '[10:0_11:0)',
    ]);
  });
});

describe('requests', () => {
  it('[SG8] registering nothing is done at once', async () => {
    const flow = await makeFlow(api);
    const answer = await api.refused(201, 'POST', `/flows/${flow.id}/segments`, { json: [] });
    expect(answer.text).toBe('');
  });

  it('[SG8] a list tells its failures in order, even if all failed', async () => {
    const flow = await flowWithSegments(api, ['[0:0_10:0)']);
    const bad = [1, 2, 3].map((n) => externalSegment(`[${n}:0_${n + 1}:0)`, `bad ${n}`));
    const { json } = await api.refused(200, 'POST', `/flows/${flow.id}/segments`, { json: bad });
    expect(json.failed_segments.map(({ object_id }: { object_id: string }) => object_id)).toEqual([
      'bad 1',
      'bad 2',
      'bad 3',
    ]);
    const one = await api.refused(200, 'POST', `/flows/${flow.id}/segments`, { json: [bad[0]] });
    expect(one.json.failed_segments[0]).toMatchObject({ object_id: 'bad 1', timerange: '[1:0_2:0)' });
  });

  it('[SG8] a list with an element that is no segment is refused whole', async () => {
    const flow = await makeFlow(api);
    const good = externalSegment('[0:0_1:0)');
    for (const wrong of [
      {},
      null,
      5,
      'x',
      [],
      [good],
      { object_id: 'x' },
      { timerange: '[0:0_1:0)' },
      { ...good, object_id: 5 },
      { ...good, timerange: 'abc' },
      { ...good, timerange: null },
      { ...good, ts_offset: '1' },
      { ...good, ts_offset: 0 },
      { ...good, sample_count: '1' },
      { ...good, sample_count: 1.5 },
      { ...good, get_urls: {} },
      { ...good, get_urls: ['x'] },
      { ...good, get_urls: [{}] },
      { ...good, get_urls: [{ url: 'https://a.example', label: 5 }] },
    ]) {
      await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: [good, wrong] });
      if (!Array.isArray(wrong))
        await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: wrong });
    }
  });

  it('[SG8] no flow, or none with media of its own', async () => {
    await api.refused(404, 'POST', `/flows/${NOBODY}/segments`, { json: externalSegment('[0:0_1:0)') });
    await api.refused(404, 'POST', `/flows/${NOBODY}/segments`, { json: [] });
    const { container: _container, ...bare } = videoFlow();
    await api.expect(201, 'PUT', `/flows/${bare.id}`, { json: bare });
    await api.refused(400, 'POST', `/flows/${bare.id}/segments`, {
      json: externalSegment('[0:0_1:0)'),
    });
    await api.refused(400, 'POST', `/flows/${bare.id}/segments`, {
      json: [externalSegment('[0:0_1:0)')],
    });
  });
});
