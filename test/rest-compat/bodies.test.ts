import { audioFlow, externalSegment, makeFlow, multiFlow, NOBODY, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

describe('types of bodies', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8";x=y',
    'APPLICATION/JSON',
    'Application/Json ; Charset=utf-8',
    'application/vnd.example+json',
    'application/problem+JSON; v=1',
  ])('[H10] %s is JSON', async (type) => {
    const flow = videoFlow();
    await api.expect(201, 'PUT', `/flows/${flow.id}`, {
      body: JSON.stringify(flow),
      headers: { 'content-type': type },
    });
  });

  it('[H10] a compressed body is not read, whatever its type', async () => {
    const flow = videoFlow();
    await api.refused(415, 'PUT', `/flows/${flow.id}`, {
      body: JSON.stringify(flow),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    });
  });

  it('[H10] no type is JSON', async () => {
    const flow = videoFlow();
    const body = JSON.stringify(flow);
    // The client adds no type of its own to bytes.
    const answer = await api.send('PUT', `/tams/v7.0/flows/${flow.id}`, { body });
    expect(answer.status).toBe(201);
  });

  it.each([
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonx',
    'application/json-seq',
    'image/svg+xml',
    '*/*',
    'json',
  ])('[H10] %s is not', async (type) => {
    const flow = await makeFlow(api);
    const body = JSON.stringify(flow);
    const other = { body, headers: { 'content-type': type } };
    await api.refused(415, 'PUT', `/flows/${flow.id}`, other);
    await api.refused(415, 'PUT', `/flows/${flow.id}/label`, { ...other, body: '"x"' });
    await api.refused(415, 'POST', `/flows/${flow.id}/segments`, other);
    await api.refused(415, 'POST', `/flows/${flow.id}/storage`, { ...other, body: '{}' });
    await api.refused(415, 'POST', '/service', { ...other, body: '{}' });
    await api.refused(415, 'POST', '/service/webhooks', other);
  });

  it.each(['application/json', 'text/plain', 'nonsense'])(
    '[H11] %s without a body means nothing',
    async (type) => {
      const headers = { 'content-type': type };
      const flow = await makeFlow(api, videoFlow({ label: 'x' }));
      expect((await api.get('/', headers)).status).toBe(200);
      expect((await api.get('/flows', headers)).status).toBe(200);
      await api.expect(200, 'HEAD', `/flows/${flow.id}`, { headers });
      await api.expect(204, 'DELETE', `/flows/${flow.id}/label`, { headers });
      await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { headers });
      await api.expect(204, 'DELETE', `/flows/${flow.id}/segments`, { headers });
      await api.expect(204, 'DELETE', `/flows/${flow.id}`, {
        headers: { ...headers, 'content-length': '0' },
      });
    },
  );
});

const NOT_JSON: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['a bare word', 'abc'],
  ['an open object', '{"id":'],
  ['a comma too many', '{"a":1,}'],
  ['single quotes', "{'a':1}"],
  ['a comment', '{} // x'],
  ['two values', '{}{}'],
  ['a value and more', '"a" b'],
  ['an open string', '"abc'],
  ['a raw newline in a string', '"a\nb"'],
  ['not a number', 'NaN'],
  ['a leading zero', '01'],
  ['a byte that is not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['half a character', Buffer.from([0x22, 0xc3, 0x22])],
  ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['UTF-16', Buffer.from('"abc"', 'utf16le')],
];

describe('what is no JSON', () => {
  it.each(NOT_JSON)('[H12] %s is bad wherever a body is required', async (_what, body) => {
    const flow = await makeFlow(api);
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { body });
    await api.refused(400, 'PUT', `/flows/${flow.id}/label`, { body });
    await api.refused(400, 'PUT', `/flows/${flow.id}/max_bit_rate`, { body });
    await api.refused(400, 'PUT', `/flows/${flow.id}/tags/x`, { body });
    await api.refused(400, 'PUT', `/flows/${flow.id}/read_only`, { body });
    await api.refused(400, 'PUT', `/sources/${flow.source_id}/description`, { body });
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { body });
    await api.refused(400, 'POST', '/service', { body });
    await api.refused(400, 'POST', '/service/webhooks', { body });
    if (body.length > 0) await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { body });
  });

  it('[H12] a missing body is bad where one is required', async () => {
    const flow = await makeFlow(api);
    for (const target of [
      `/flows/${flow.id}`,
      `/flows/${flow.id}/label`,
      `/flows/${flow.id}/flow_collection`,
    ])
      await api.refused(400, 'PUT', target);
    await api.refused(400, 'POST', '/service');
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`);
  });

  it('[H12] white space around JSON is JSON', async () => {
    const flow = await makeFlow(api);
    await api.expect(204, 'PUT', `/flows/${flow.id}/label`, { body: ' \r\n\t"x"\n ' });
    expect((await api.get(`/flows/${flow.id}/label`)).json).toBe('x');
  });
});

const MIB = 1_048_576;

describe('size', () => {
  it('[H13] a body of 1 MiB passes, one byte more does not', async () => {
    const flow = await makeFlow(api);
    // The flow's own document has the same limit, so the largest body is mostly white space.
    const exactly = JSON.stringify('x') + ' '.repeat(MIB - 3);
    await api.expect(204, 'PUT', `/flows/${flow.id}/label`, { body: exactly });
    await api.refused(413, 'PUT', `/flows/${flow.id}/label`, { body: `${exactly} ` });
    await api.refused(413, 'PUT', `/flows/${flow.id}`, {
      body: JSON.stringify(videoFlow({ label: 'x'.repeat(MIB) })),
    });
    await api.refused(413, 'POST', '/service', { body: ' '.repeat(MIB + 1) });
  });

  it('[H13] segments may come in 10 MiB', async () => {
    const flow = await makeFlow(api);
    const segment = JSON.stringify(externalSegment('[0:0_1:0)'));
    const exactly = segment + ' '.repeat(10 * MIB - Buffer.byteLength(segment));
    await api.refused(413, 'POST', `/flows/${flow.id}/segments`, { body: `${exactly} ` });
    await api.expect(201, 'POST', `/flows/${flow.id}/segments`, { body: exactly });
  });

  it('[H13] at most 10,000 segments at once', async () => {
    // A gateway of its own: the others compare everything stored before and after.
    const own = await RestHarness.open();
    try {
      const flow = await makeFlow(own);
      const items = (count: number) =>
        Array.from({ length: count }, (_, n) => externalSegment(`[${n}:0_${n + 1}:0)`, 'the object'));
      await own.refused(413, 'POST', `/flows/${flow.id}/segments`, { json: items(10_001) });
      await own.expect(201, 'POST', `/flows/${flow.id}/segments`, { json: items(10_000) });
    } finally {
      await own.close();
    }
  });

  it('[H13] a body that says it is too large is refused before it comes', async () => {
    const answer = await api.rest('PUT', `/flows/${NOBODY}/label`, { body: Buffer.alloc(2 * MIB, 0x20) });
    expect(answer.status).toBe(413);
  });
});

describe('texts', () => {
  const bad = ['"a\\u0000b"', '"\\ud800"', '"\\udc00x"', '"\\udc00\\ud800"'];
  it.each(bad)('[H14] %s cannot be stored', async (body) => {
    const flow = await makeFlow(api);
    for (const target of ['label', 'description', 'tags/x']) {
      await api.refused(400, 'PUT', `/flows/${flow.id}/${target}`, { body });
      await api.refused(400, 'PUT', `/sources/${flow.source_id}/${target}`, { body });
    }
    const within = (property: string) => JSON.stringify({ ...flow, [property]: 'X' }).replace('"X"', body);
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { body: within('label') });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { body: within('created_by') });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, {
      body: JSON.stringify({ ...flow, tags: { X: 'x' } }).replace('"X"', body),
    });
    await api.refused(400, 'POST', '/service', { body: `{"name":${body}}` });
    await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { body: `{"object_ids":[${body}]}` });
    const segment = JSON.stringify({ ...externalSegment('[0:0_1:0)'), object_id: 'X' }).replace('"X"', body);
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { body: segment });
  });

  it('[H14] whole surrogate pairs and everything else are kept', async () => {
    const flow = await makeFlow(api);
    for (const text of ['🎞', '\u0001\u001f', '\uffff', 'a\u2028b', '\ufeff', 'é', 'e\u0301', '\\u0000']) {
      await api.expect(204, 'PUT', `/flows/${flow.id}/label`, { json: text });
      expect((await api.get(`/flows/${flow.id}/label`)).json).toBe(text);
    }
  });
});

describe('numbers and null', () => {
  it.each(['9007199254740992', '1e16', '-9007199254740992', '1e400'])(
    '[H15] %s is too large',
    async (body) => {
      const flow = await makeFlow(api);
      await api.refused(400, 'PUT', `/flows/${flow.id}/max_bit_rate`, { body });
      await api.refused(400, 'PUT', `/flows/${flow.id}`, {
        body: JSON.stringify({ ...flow, avg_bit_rate: 77 }).replace(
          '"avg_bit_rate":77',
          `"avg_bit_rate":${body}`,
        ),
      });
      const segment = JSON.stringify({ ...externalSegment('[0:0_1:0)'), sample_count: 77 }).replace(
        '"sample_count":77',
        `"sample_count":${body}`,
      );
      await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { body: segment });
    },
  );

  it('[H15] the largest exact integer is kept', async () => {
    const flow = await makeFlow(api);
    await api.expect(204, 'PUT', `/flows/${flow.id}/max_bit_rate`, { body: '9007199254740991' });
    expect((await api.get(`/flows/${flow.id}/max_bit_rate`)).json).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('[H15] an integer may be written with a fraction of zero', async () => {
    const flow = await makeFlow(api);
    await api.expect(204, 'PUT', `/flows/${flow.id}/max_bit_rate`, { body: '5.0' });
    expect((await api.get(`/flows/${flow.id}/max_bit_rate`)).json).toBe(5);
  });

  it('[H12] no property may be null, and nothing is coerced', async () => {
    const flow = await makeFlow(api);
    const wrong: readonly (readonly [string, unknown])[] = [
      ['label', null],
      ['label', 5],
      ['description', null],
      ['tags', null],
      ['tags', { a: 1 }],
      ['tags', { a: null }],
      ['tags', ['a']],
      ['flow_collection', null],
      ['avg_bit_rate', '5'],
      ['avg_bit_rate', 1.5],
      ['avg_bit_rate', true],
      ['generation', '1'],
      ['read_only', 'true'],
      ['read_only', 0],
      ['container', 7],
      ['container', 'no slash'],
      ['codec', null],
      ['essence_parameters', null],
      ['essence_parameters', { frame_width: '1920', frame_height: 1080 }],
      ['essence_parameters', { frame_width: 1920 }],
      ['segment_duration', { denominator: 1 }],
      ['format', 'video'],
      ['source_id', null],
    ];
    for (const [property, value] of wrong)
      await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, [property]: value } });
    for (const body of [null, [], 'text', 5, true, [flow]])
      await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: body });
  });

  it('[H2] a malformed id in a body is bad', async () => {
    const flow = await makeFlow(api);
    const malformed = flow.id.toUpperCase();
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, source_id: malformed } });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, {
      json: { ...flow, flow_collection: [{ id: 'x', role: 'r' }] },
    });
    await api.refused(400, 'PUT', `/flows/${flow.id}/flow_collection`, {
      json: [{ id: malformed, role: 'r' }],
    });
    await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { storage_id: 'x' } });
    await api.refused(400, 'POST', '/service/webhooks', {
      json: { url: 'https://hook.example', events: ['flows/created'], flow_ids: ['x'] },
    });
  });
});

describe('formats and unknown properties', () => {
  it('[H16] dates and URIs of a body are not asserted', async () => {
    for (const created of ['yesterday', '2024-01-01', '']) {
      const flow = videoFlow({ created, metadata_updated: created, segments_updated: created });
      const { json } = await api.expect(201, 'PUT', `/flows/${flow.id}`, { json: flow });
      expect(json.created).toMatch(/^\d{4}-.*Z$/);
      expect(json.metadata_updated).toBe(json.created);
      expect(json).not.toHaveProperty('segments_updated');
    }
  });

  it('[H17] unknown properties of a flow are dropped', async () => {
    const flow = videoFlow({ label: 'x' });
    const body = { ...flow, nonsense: { deep: [1, null] }, constructor: 'x', Label: 'y' };
    const text = JSON.stringify(body).replace('{', '{"__proto__":{"label":"z"},');
    const { json } = await api.expect(201, 'PUT', `/flows/${flow.id}`, { body: text });
    for (const name of ['nonsense', 'Label', '__proto__', 'constructor'])
      expect(Object.hasOwn(json, name)).toBe(false);
    expect(json.label).toBe('x');
  });

  it('[H17] unknown properties of segments, storage, service and webhooks are dropped', async () => {
    const flow = await makeFlow(api);
    await api.expect(201, 'POST', `/flows/${flow.id}/segments`, {
      json: { ...externalSegment('[0:0_1:0)'), nonsense: 1 },
    });
    expect((await api.get(`/flows/${flow.id}/segments`)).json[0]).not.toHaveProperty('nonsense');
    await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { nonsense: 1 } });
    await api.expect(200, 'POST', '/service', { json: { nonsense: 1, type: 'x', api_version: '1.0' } });
    expect((await api.get('/service')).json).toMatchObject({ api_version: '7.0' });
    const hook = await api.expect(201, 'POST', '/service/webhooks', {
      json: { url: 'https://hook.example/h17', events: ['flows/created'], nonsense: 1 },
    });
    expect(hook.json).not.toHaveProperty('nonsense');
  });

  it('[H17] free content inside a known property comes back verbatim', async () => {
    const codec_parameters = { coded_frame_size: 1024, mp4_oti: 2, x: { y: [1.5, null, 'z', { '': true }] } };
    const container_mapping = { mp4_container: { track_id: 1, extra: [[]] }, vendor: { constructor: 'x' } };
    const flow = audioFlow({
      essence_parameters: { sample_rate: 48_000, channels: 2, codec_parameters },
      container_mapping,
    });
    await makeFlow(api, flow);
    const { json } = await api.get(`/flows/${flow.id}`);
    expect(json.essence_parameters.codec_parameters).toEqual(codec_parameters);
    expect(json.container_mapping).toEqual(container_mapping);
  });

  it('[H17] essence parameters are closed', async () => {
    const flow = await makeFlow(api);
    await api.refused(400, 'PUT', `/flows/${flow.id}`, {
      json: { ...flow, essence_parameters: { frame_width: 1, frame_height: 1, nonsense: 1 } },
    });
  });

  it('[H17] names that JavaScript gives a meaning are names like any other', async () => {
    const flow = multiFlow();
    const tags = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d","":"e"}';
    await api.expect(201, 'PUT', `/flows/${flow.id}`, {
      body: JSON.stringify({ ...flow, tags: 'X' }).replace('"X"', tags),
    });
    const read = JSON.parse((await api.get(`/flows/${flow.id}/tags`)).text) as object;
    expect(Object.entries(read).sort()).toEqual(Object.entries(JSON.parse(tags) as object).sort());
    expect((await api.get(`/flows/${flow.id}/tags/__proto__`)).json).toBe('a');
    expect((await api.get(`/flows?tag.__proto__=a`)).json).toHaveLength(1);
  });
});
