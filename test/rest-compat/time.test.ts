import {
  addSegments,
  externalSegment,
  flowWithSegments,
  listed,
  makeFlow,
  multiFlow,
  videoFlow,
} from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const segmentsQuery = (timerange: string): string => `?timerange=${encodeURIComponent(timerange)}`;

const ALL = '_';
/** What is written, and the one way in which the server writes it. */
const GRAMMAR: readonly (readonly [written: string, canonical: string])[] = [
  ['[0:0_10:0)', '[0:0_10:0)'],
  ['(0:0_10:0]', '(0:0_10:0]'],
  ['0:0_10:0', '[0:0_10:0]'],
  ['[0:0_10:0', '[0:0_10:0]'],
  ['0:0_10:0]', '[0:0_10:0]'],
  ['0:0_10:0)', '[0:0_10:0)'],
  ['(0:0_10:0', '(0:0_10:0]'],
  ['_', ALL],
  ['[_]', ALL],
  ['(_)', ALL],
  ['[_', ALL],
  ['_)', ALL],
  ['5:0_', '[5:0_'],
  ['[5:0_', '[5:0_'],
  ['[5:0_)', '[5:0_'],
  ['[5:0_]', '[5:0_'],
  ['(5:0_', '(5:0_'],
  ['_5:0', '_5:0]'],
  ['_5:0]', '_5:0]'],
  ['[_5:0]', '_5:0]'],
  ['_5:0)', '_5:0)'],
  ['(_5:0)', '_5:0)'],
  ['5:0', '[5:0]'],
  ['[5:0]', '[5:0]'],
  ['[5:0', '[5:0]'],
  ['5:0]', '[5:0]'],
  ['[5:0_5:0]', '[5:0]'],
  ['5:0_5:0', '[5:0]'],
  ['(5:0)', '()'],
  ['[5:0)', '()'],
  ['(5:0]', '()'],
  ['(5:0', '()'],
  ['5:0)', '()'],
  ['[5:0_5:0)', '()'],
  ['(5:0_5:0]', '()'],
  ['(5:0_5:0)', '()'],
  ['[5:0_3:0)', '()'],
  ['5:0_3:0', '()'],
  ['()', '()'],
  ['[]', '()'],
  ['(]', '()'],
  ['[)', '()'],
  ['(', '()'],
  ['[', '()'],
  ['', '()'],
  ['(5:0_5:1)', '(5:0_5:1)'],
  ['[-1:500000000_0:0)', '[-1:500000000_0:0)'],
];
const INVALID = [
  ' 5:0',
  '5:0 ',
  '[5:0__6:0)',
  '[5:0_6:0))',
  '[[5:0_6:0)',
  '5:00_6:0',
  'abc',
  '05:0',
  '5:01',
  '5:1000000000',
  '5',
  '5:',
  ':5',
  '+5:0',
  '[5:0-6:0)',
  '5:0\n',
  '5:0_6:0_7:0',
  '--5:0',
  '5:-1',
  '{5:0_6:0}',
  '5.0',
  '5:0,6:0',
  '__',
  '[5:0_6:0)x',
  '٥:0',
];

describe('how a timerange is written (4.2)', () => {
  // Its content is everything from -100 s to 100 s, so that a limit within that is its own intersection with it.
  let flowId: string;
  beforeAll(async () => {
    flowId = (await flowWithSegments(api, ['[-100:0_100:0)'])).id;
  });

  it.each(GRAMMAR)('[T7] %s is %s', async (written, canonical) => {
    const { json } = await api.expect(
      200,
      'GET',
      `/flows/${flowId}?include_timerange=true&timerange=${encodeURIComponent(written)}`,
    );
    const open = canonical
      .replace(/^_$/, '[-100:0_100:0)')
      .replace(/^_/, '[-100:0_')
      .replace(/_$/, '_100:0)');
    expect(json.timerange).toBe(open);
    const found = await listed(api, flowId, segmentsQuery(written));
    expect(found).toEqual(canonical === '()' ? [] : ['[-100:0_100:0)']);
  });

  it.each(INVALID)('[T3] %j is none', async (written) => {
    const query = `timerange=${encodeURIComponent(written)}`;
    await api.expect(400, 'GET', `/flows?${query}`);
    await api.expect(400, 'GET', `/flows/${flowId}?include_timerange=true&${query}`);
    await api.expect(400, 'GET', `/flows/${flowId}/segments?${query}`);
    await api.refused(400, 'DELETE', `/flows/${flowId}/segments?${query}`);
    await api.refused(400, 'POST', `/flows/${flowId}/segments`, { json: externalSegment(written) });
  });

  const bounded = GRAMMAR.filter(([, canonical]) => /^\[.*[\])]$/.test(canonical));
  it.each(bounded)('[T7] a segment written %s reads back %s', async (written, canonical) => {
    const flow = await makeFlow(api);
    await addSegments(api, flow.id, externalSegment(written));
    expect(await listed(api, flow.id)).toEqual([canonical]);
    const { headers } = await api.get(`/flows/${flow.id}/segments`);
    expect(headers['x-paging-timerange']).toBe(canonical);
  });

  it('[T3] a missing mark includes its side', async () => {
    const flow = await flowWithSegments(api, ['[0:0]', '[10:0]']);
    expect(await listed(api, flow.id, segmentsQuery('0:0_10:0'))).toEqual(['[0:0]', '[10:0]']);
    expect(await listed(api, flow.id, segmentsQuery('0:0_10:0)'))).toEqual(['[0:0]']);
    expect(await listed(api, flow.id, segmentsQuery('(0:0_10:0'))).toEqual(['[10:0]']);
  });

  it('[T4] one timestamp with an exclusive mark selects nothing', async () => {
    const flow = await flowWithSegments(api, ['[5:0]']);
    for (const written of ['(5:0)', '[5:0)', '(5:0]', '(5:0', '5:0)']) {
      expect(await listed(api, flow.id, segmentsQuery(written))).toEqual([]);
      await api.expect(204, 'DELETE', `/flows/${flow.id}/segments${segmentsQuery(written)}`);
    }
    expect(await listed(api, flow.id, segmentsQuery('5:0'))).toEqual(['[5:0]']);
  });
});

describe('limits of time', () => {
  const LAST = 281_474_976_710_655n;
  it('[T1] seconds of 48 bits pass, one more does not', async () => {
    const flow = await makeFlow(api);
    const widest = `[-${LAST}:999999999_${LAST}:999999999]`;
    await addSegments(api, flow.id, externalSegment(widest));
    expect(await listed(api, flow.id)).toEqual([widest]);
    expect((await api.get(`/flows/${flow.id}?include_timerange=true`)).json.timerange).toBe(widest);
    const other = await makeFlow(api);
    for (const beyond of [
      `[0:0_${LAST + 1n}:0)`,
      `[-${LAST + 1n}:0_0:0)`,
      '[0:0_99999999999999999999999:0)',
    ]) {
      await api.refused(400, 'POST', `/flows/${other.id}/segments`, { json: externalSegment(beyond) });
      await api.expect(400, 'GET', `/flows/${flow.id}/segments${segmentsQuery(beyond)}`);
      await api.expect(400, 'GET', `/flows${segmentsQuery(beyond)}`);
    }
    const offset = { ts_offset: `${LAST + 1n}:0` };
    await api.refused(400, 'POST', `/flows/${other.id}/segments`, {
      json: externalSegment('[0:0_1:0)', 'x', offset),
    });
  });

  it('[T1] a nanosecond is told apart at the end of time', async () => {
    const flow = await flowWithSegments(api, [
      `[${LAST}:999999997_${LAST}:999999998)`,
      `[${LAST}:999999998_${LAST}:999999999)`,
    ]);
    expect(await listed(api, flow.id, segmentsQuery(`[${LAST}:999999998]`))).toHaveLength(1);
  });

  it('[T2] minus zero is zero', async () => {
    const flow = await makeFlow(api);
    await addSegments(api, flow.id, externalSegment('[-0:0_1:0)', 'minus', { ts_offset: '-0:0' }));
    const { json } = await api.get(`/flows/${flow.id}/segments${segmentsQuery('[-0:0]')}`);
    expect(json[0]).toMatchObject({ timerange: '[0:0_1:0)', ts_offset: '0:0' });
    expect(await listed(api, flow.id, segmentsQuery('_-0:0)'))).toEqual([]);
  });

  it('[T2] the sign is of the whole value', async () => {
    const flow = await flowWithSegments(api, ['[-1:500000000_-0:1)']);
    expect(await listed(api, flow.id, segmentsQuery('[-1:500000001_-1:500000000)'))).toEqual([]);
    expect(await listed(api, flow.id, segmentsQuery('[-1:500000000_-1:499999999)'))).toHaveLength(1);
    expect(await listed(api, flow.id, segmentsQuery('[-0:2_'))).toEqual(['[-1:500000000_-0:1)']);
    expect(await listed(api, flow.id, segmentsQuery('[-0:1_'))).toEqual([]);
  });
});

/** The flow of the table, and for each timerange what GET lists and DELETE removes. */
const TABLE_FLOW = { a: '[0:0_10:0)', b: '[10:0_20:0)', c: '[20:0]', d: '[30:0_40:0]' } as const;
const TABLE: readonly (readonly [timerange: string, list: string, removed: string])[] = [
  ['_', 'abcd', 'abcd'],
  ['()', '', ''],
  ['[20:0_10:0)', '', ''],
  ['[10:0_20:0)', 'b', 'b'],
  ['[10:0_20:0]', 'bc', 'bc'],
  ['10:0_20:0', 'bc', 'bc'],
  ['(10:0_20:0)', 'b', ''],
  ['(10:0_20:0]', 'bc', 'c'],
  ['[10:0]', 'b', ''],
  ['_10:0)', 'a', 'a'],
  ['_10:0]', 'ab', 'a'],
  ['[20:0_', 'cd', 'cd'],
  ['(20:0_', 'd', 'd'],
  ['[5:0_15:0)', 'ab', ''],
  ['[40:0_', 'd', ''],
  ['(40:0_', '', ''],
  ['[30:0_40:0)', 'd', ''],
  ['[25:0_28:0)', '', ''],
];

const row = (letters: string): string[] =>
  Object.entries(TABLE_FLOW).flatMap(([letter, timerange]) => (letters.includes(letter) ? [timerange] : []));

describe('overlap and coverage at the edges (4.4)', () => {
  it.each(TABLE)('[T5] %s lists %j and removes %j', async (timerange, list, removed) => {
    const flow = await flowWithSegments(api, Object.values(TABLE_FLOW));
    const query = segmentsQuery(timerange);
    expect(await listed(api, flow.id, query)).toEqual(row(list));
    expect(await listed(api, flow.id, `${query}&reverse_order=true`)).toEqual(row(list).reverse());
    const events = await api.eventsOf(() => api.expect(204, 'DELETE', `/flows/${flow.id}/segments${query}`));
    expect(await listed(api, flow.id)).toEqual(
      row('abcd').filter((timerange) => !row(removed).includes(timerange)),
    );
    expect(events.map(({ type }) => type)).toEqual(removed === '' ? [] : ['flows/segments_deleted']);
  });

  it('[T5] time is dense: between two nanoseconds there is more', async () => {
    const flow = await flowWithSegments(api, ['[0:0_10:0)']);
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments${segmentsQuery('[0:0_9:999999999]')}`);
    expect(await listed(api, flow.id)).toEqual(['[0:0_10:0)']);
    expect(await listed(api, flow.id, segmentsQuery('(5:0_5:1)'))).toEqual(['[0:0_10:0)']);
    expect(await listed(api, flow.id, segmentsQuery('(9:999999999_10:0)'))).toEqual(['[0:0_10:0)']);
    expect(await listed(api, flow.id, segmentsQuery('[10:0_'))).toEqual([]);
  });

  it('[T6] an empty parameter is the empty timerange, not a missing one', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const empty = await makeFlow(api);
    for (const query of ['timerange=', 'timerange']) {
      expect(await listed(api, flow.id, `?${query}`)).toEqual([]);
      expect((await api.get(`/flows/${flow.id}?include_timerange=true&${query}`)).json.timerange).toBe('()');
      const flows = ((await api.get(`/flows?limit=1000&${query}`)).json as { id: string }[]).map(
        ({ id }) => id,
      );
      expect(flows).toContain(empty.id);
      expect(flows).not.toContain(flow.id);
      await api.refused(204, 'DELETE', `/flows/${flow.id}/segments?${query}`);
    }
    expect(await listed(api, flow.id)).toEqual(['[0:0_1:0)']);
  });
});

describe("a flow's own timerange (4.5)", () => {
  const timerangeOf = async (flowId: string, query = ''): Promise<string> =>
    (await api.get(`/flows/${flowId}?include_timerange=true${query}`)).json.timerange as string;

  it('[T8] spans its own segments, with their marks', async () => {
    const flow = await makeFlow(api);
    expect(await timerangeOf(flow.id)).toBe('()');
    await addSegments(
      api,
      flow.id,
      ['[30:0_40:0]', '[-5:0_0:0)', '[10:0]'].map((range) => externalSegment(range)),
    );
    expect(await timerangeOf(flow.id)).toBe('[-5:0_40:0]');
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments${segmentsQuery('[30:0_40:0]')}`);
    expect(await timerangeOf(flow.id)).toBe('[-5:0_10:0]');
    const multi = await makeFlow(api, multiFlow({ flow_collection: [{ id: flow.id, role: 'video' }] }));
    expect(await timerangeOf(multi.id)).toBe('()');
  });

  it('[T8] a collected flow without segments has none, whatever its multi flow has', async () => {
    const member = await makeFlow(api);
    const multi = multiFlow({ container: 'video/mp2t', flow_collection: [{ id: member.id, role: 'video' }] });
    await flowWithSegments(api, ['[0:0_1:0)'], multi);
    expect(await timerangeOf(multi.id)).toBe('[0:0_1:0)');
    expect(await timerangeOf(member.id)).toBe('()');
  });

  it('[T8] is shown nowhere else', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    expect((await api.get(`/flows/${flow.id}`)).json).not.toHaveProperty('timerange');
    for (const shown of (await api.get('/flows?limit=1000')).json)
      expect(shown).not.toHaveProperty('timerange');
    const [event] = await api.eventsOf(() => api.put(`/flows/${flow.id}/label`, 'x'));
    expect((event!.payload as { flow: object }).flow).not.toHaveProperty('timerange');
  });

  it('[T9] a timerange without include_timerange is checked and has no effect', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const plain = (await api.get(`/flows/${flow.id}`)).text;
    expect((await api.get(`/flows/${flow.id}?timerange=[5:0_6:0)`)).text).toBe(plain);
    expect((await api.get(`/flows/${flow.id}?timerange=()&include_timerange=false`)).text).toBe(plain);
    await api.expect(400, 'GET', `/flows/${flow.id}?timerange=abc`);
  });

  it.each([
    ['[15:0_25:0)', '[15:0_20:0]'],
    ['[22:0_28:0)', '()'],
    ['_', '[0:0_40:0]'],
    ['()', '()'],
    ['[5:0_15:0)', '[5:0_15:0)'],
    ['(5:0_35:0]', '(5:0_35:0]'],
    ['(20:0_30:0)', '()'],
    ['(20:0_30:0]', '[30:0]'],
    ['[40:0_', '[40:0]'],
    ['_0:0]', '[0:0]'],
    ['_0:0)', '()'],
    ['[19:0_20:0)', '[19:0_20:0)'],
    ['[-10:0_50:0)', '[0:0_40:0]'],
  ])('[T10] limited to %s it is %s', async (limit, expected) => {
    const flow = await flowWithSegments(api, Object.values(TABLE_FLOW));
    expect(await timerangeOf(flow.id, `&timerange=${encodeURIComponent(limit)}`)).toBe(expected);
  });
});

describe('timerange of /flows (4.6)', () => {
  it.each(['_', '[_]', '(_)', '_)', '[_'])('[T11] %s is no filter', async (all) => {
    const empty = await makeFlow(api);
    const full = await flowWithSegments(api, ['[0:0_1:0)']);
    const ids = ((await api.get(`/flows?limit=1000&timerange=${all}`)).json as { id: string }[]).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(expect.arrayContaining([empty.id, full.id]));
  });

  it('[T11] only the empty timerange selects flows without content', async () => {
    const source_id = videoFlow().source_id;
    const empty = await makeFlow(api, videoFlow({ source_id }));
    const full = await flowWithSegments(api, ['[0:0_1:0)'], videoFlow({ source_id }));
    const ids = async (timerange: string) =>
      ((await api.get(`/flows?source_id=${source_id}&timerange=${timerange}`)).json as { id: string }[]).map(
        ({ id }) => id,
      );
    for (const range of ['()', '', '[]', '[5:0_3:0)', '5:0)']) expect(await ids(range)).toEqual([empty.id]);
    expect(await ids('[0:0]')).toEqual([full.id]);
    expect(await ids('[1:0_')).toEqual([]);
    expect(await ids('_0:0)')).toEqual([]);
  });

  it.each(TABLE)('[T12] %s lists a flow exactly when it lists %j', async (timerange, list) => {
    const flow = await flowWithSegments(api, Object.values(TABLE_FLOW));
    const query = `source_id=${flow.source_id}&timerange=${encodeURIComponent(timerange)}`;
    const { json } = await api.get(`/flows?${query}`);
    expect(json).toHaveLength(list === '' ? 0 : 1);
  });
});
