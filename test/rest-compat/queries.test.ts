import { flowWithSegments, makeFlow, newId, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

describe('booleans and integers', () => {
  const booleans = ['tag_exists.x', 'include_timerange', 'reverse_order', 'verbose_storage', 'presigned'];
  const target = (id: string, name: string, value: string): string =>
    name === 'tag_exists.x'
      ? `/flows?${name}=${value}`
      : name === 'include_timerange'
        ? `/flows/${id}?${name}=${value}`
        : `/flows/${id}/segments?${name}=${value}`;

  it.each(booleans)('[H18] %s is true or false in any case', async (name) => {
    const flow = await makeFlow(api);
    for (const value of ['true', 'false', 'True', 'False', 'TRUE', 'fAlSe'])
      await api.expect(200, 'GET', target(flow.id, name, value));
    for (const value of ['', '1', '0', 'yes', 'truee', '%20true', 'true%20', 'null', 'on'])
      await api.expect(400, 'GET', target(flow.id, name, value));
    await api.expect(400, 'GET', target(flow.id, name, '').replace(/=$/, ''));
  });

  it('[H18] True means true', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[1:0_2:0)']);
    const { headers } = await api.get(`/flows/${flow.id}/segments?reverse_order=True`);
    expect(headers['x-paging-reverse-order']).toBe('true');
    expect((await api.get(`/flows/${flow.id}?include_timerange=TRUE`)).json.timerange).toBe('[0:0_2:0)');
    expect((await api.get(`/flows/${flow.id}?include_timerange=False`)).json).not.toHaveProperty('timerange');
  });

  it.each(['', '+1', '1.0', '1e1', '0x10', '%201', '1%20', 'one', '--1', '１', '1_000'])(
    '[H19] "%s" is no integer',
    async (value) => {
      for (const list of ['/flows', '/sources', `/flows/${newId()}/segments`, '/objects/x'])
        await api.expect(400, 'GET', `${list}?limit=${encodeURI(value)}`);
      await api.expect(400, 'GET', `/flows?frame_width=${encodeURI(value)}`);
      await api.expect(400, 'GET', `/flows?frame_height=${encodeURI(value)}`);
    },
  );

  it('[H19] integers may have a sign and zeros, and as many digits as they like', async () => {
    const endless = '9'.repeat(400);
    expect((await api.get(`/flows?limit=${endless}`)).headers['x-paging-limit']).toBe('1000');
    await api.expect(400, 'GET', `/flows?limit=-${endless}`);
    expect((await api.get(`/flows?frame_width=${endless}`)).json).toEqual([]);
    expect((await api.get(`/flows?frame_height=-${endless}`)).json).toEqual([]);
    await api.expect(200, 'GET', '/flows?frame_width=-5');
    await api.expect(200, 'GET', '/flows?limit=005');
  });
});

describe('repeated and unknown parameters', () => {
  it.each([
    ['/flows', 'label', 'x'],
    ['/flows', 'limit', '5'],
    ['/flows', 'timerange', '_'],
    ['/flows', 'tag.x', 'y'],
    ['/flows', 'tag_exists.x', 'true'],
    ['/flows', 'format', 'urn:x-nmos:format:video'],
    ['/flows', 'source_id', newId()],
    ['/sources', 'label', 'x'],
    ['/sources', 'tag.a.b', 'x'],
    ['/sources', 'limit', '1'],
    [`/flows/${newId()}`, 'include_timerange', 'true'],
    [`/flows/${newId()}`, 'timerange', '_'],
    [`/flows/${newId()}/segments`, 'timerange', '_'],
    [`/flows/${newId()}/segments`, 'object_id', 'x'],
    [`/flows/${newId()}/segments`, 'accept_get_urls', ''],
    [`/flows/${newId()}/segments`, 'presigned', 'true'],
    ['/objects/x', 'limit', '5'],
  ])('[H20] %s refuses %s twice', async (target, name, value) => {
    const parameter = `${name}=${value}`;
    await api.expect(400, 'GET', `${target}?${parameter}&${parameter}`);
    await api.expect(400, 'HEAD', `${target}?${parameter}&other=1&${parameter}`);
    await api.expect(
      400,
      'GET',
      `${target}?${parameter}&${name.replace(/[._]|^./, (c) => `%${c.charCodeAt(0).toString(16)}`)}=${value}`,
    );
  });

  it('[H20] deleting segments refuses a parameter given twice', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    for (const query of [
      'timerange=_&timerange=_',
      'timerange=[5:0_6:0)&timerange=',
      'object_id=a&object_id=a',
    ])
      await api.refused(400, 'DELETE', `/flows/${flow.id}/segments?${query}`);
  });

  it('[H21] unknown parameters are ignored', async () => {
    const flow = await makeFlow(api, videoFlow({ label: 'known' }));
    const query = 'nonsense=1&nonsense=2&Label=x&limits=0&tags.x=y&tag=y&=';
    for (const target of [
      '/',
      '/service',
      '/flows',
      '/sources',
      `/flows/${flow.id}`,
      `/flows/${flow.id}/label`,
      `/flows/${flow.id}/segments`,
      '/flow-delete-requests',
    ])
      await api.expect(200, 'GET', `${target}?${query}`);
    await api.expect(204, 'PUT', `/flows/${flow.id}/label?${query}`, { json: 'x' });
    await api.expect(204, 'DELETE', `/flows/${flow.id}/label?${query}`);
    await api.expect(204, 'DELETE', `/flows/${flow.id}?${query}`);
  });

  it('[H21] but not when segments are deleted', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    for (const query of [
      'time_range=_',
      'Timerange=[5:0_6:0)',
      'timerange%20=_',
      'timerage=()',
      'limit=1',
      'nonsense',
      '=',
      'timerange=_&x=1',
    ])
      await api.refused(400, 'DELETE', `/flows/${flow.id}/segments?${query}`);
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?`);
    expect((await api.get(`/flows/${flow.id}/segments`)).json).toEqual([]);
  });

  it('[H21] a token in the query is never an unknown parameter', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[1:0_2:0)']);
    const { headers } = await api.get(`/flows/${flow.id}/segments?access_token=a%2Cb&limit=1`);
    expect(headers.link).toContain('access_token=a%2Cb');
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?access_token=x&timerange=[0:0_1:0)`);
    expect((await api.get(`/flows/${flow.id}/segments`)).json).toHaveLength(1);
  });

  it('[H2] a malformed id in a query is bad', async () => {
    const flow = await makeFlow(api);
    for (const bad of ['x', '', flow.source_id.toUpperCase(), `${flow.source_id}%0A`])
      await api.expect(400, 'GET', `/flows?source_id=${bad}`);
    await api.expect(400, 'GET', `/flows/${flow.id}/segments?accept_storage_ids=x`);
    expect((await api.get(`/flows?source_id=${newId()}`)).json).toEqual([]);
  });
});

describe('how a query is written', () => {
  it('[H8] plus is a space, %2B a plus, and raw brackets and parentheses pass', async () => {
    const spaced = await makeFlow(api, videoFlow({ label: 'a b' }));
    const plus = await makeFlow(api, videoFlow({ label: 'a+b' }));
    const ids = async (query: string) =>
      ((await api.get(`/flows?${query}`)).json as { id: string }[]).map(({ id }) => id);
    expect(await ids('label=a+b')).toEqual([spaced.id]);
    expect(await ids('label=a%20b')).toEqual([spaced.id]);
    expect(await ids('label=a%2Bb')).toEqual([plus.id]);
    const flow = await flowWithSegments(api, ['[0:0_10:0)']);
    for (const query of ['timerange=[0:0_10:0)', 'timerange=%5B0:0_10:0%29', 'timerange=[0%3A0_10%3A0)'])
      expect((await api.get(`/flows/${flow.id}/segments?${query}`)).json).toHaveLength(1);
  });

  it('[F1] label, codec and tags are compared exactly', async () => {
    const flow = await makeFlow(
      api,
      videoFlow({ label: 'Exact', codec: 'video/exact', tags: { 'a.b': 'Va,lue', e: '' } }),
    );
    const empty = await makeFlow(api, videoFlow({ label: '', codec: 'video/exact' }));
    await makeFlow(api, videoFlow({ codec: 'video/other' }));
    const ids = async (query: string) =>
      ((await api.get(`/flows?${query}`)).json as { id: string }[]).map(({ id }) => id);
    expect(await ids('label=Exact')).toEqual([flow.id]);
    expect(await ids('label=exact')).toEqual([]);
    expect(await ids('label=Exac')).toEqual([]);
    expect(await ids('label=')).toEqual([empty.id]);
    expect((await ids('codec=video/exact')).sort()).toEqual([flow.id, empty.id].sort());
    expect(await ids('codec=VIDEO/exact')).toEqual([]);
    await api.expect(400, 'GET', '/flows?codec=h264');
    await api.expect(400, 'GET', '/flows?codec=');
    expect(await ids('tag.a.b=Va,lue')).toEqual([flow.id]);
    expect(await ids('tag.a.b=va,lue')).toEqual([]);
    expect(await ids('tag.e=&label=Exact')).toEqual([flow.id]);
    expect(await ids('tag.e=&label=')).toEqual([]);
  });

  it('[TG2] a comma in a tag value has no meaning', async () => {
    const both = await makeFlow(api, videoFlow({ tags: { tg2: 'a,b' } }));
    const one = await makeFlow(api, videoFlow({ tags: { tg2: 'a' } }));
    for (const kind of ['flows', 'sources'] as const) {
      const idOf = (flow: typeof both) => (kind === 'flows' ? flow.id : flow.source_id);
      const ids = async (query: string) =>
        ((await api.get(`/${kind}?${query}`)).json as { id: string }[]).map(({ id }) => id);
      expect(await ids('tag.tg2=a,b')).toEqual([idOf(both)]);
      expect(await ids('tag.tg2=a%2Cb')).toEqual([idOf(both)]);
      expect(await ids('tag.tg2=a')).toEqual([idOf(one)]);
      expect(await ids('tag.tg2=')).toEqual([]);
      expect((await ids('tag_exists.tg2=true')).sort()).toEqual([idOf(both), idOf(one)].sort());
      expect(await ids('tag_exists.tg2=false&tag_exists.tg2x=true')).toEqual([]);
      expect(await ids('tag.tg2=a&tag_exists.tg2=false')).toEqual([]);
    }
  });

  it('[TG2] names of tags are everything behind the first dot, decoded', async () => {
    const names = ['a.b.c', 'tag.x', 'sp ace', 'ünï', 'a=b', 'a&b', '%', 'a/b', '[x]', ''];
    for (const name of names) {
      const flow = await makeFlow(api, videoFlow({ tags: { [name]: 'tg-name' } }));
      const query = `tag.${encodeURIComponent(name)}=tg-name`;
      expect((await api.get(`/flows?${query}`)).json.map(({ id }: { id: string }) => id)).toEqual([flow.id]);
      expect((await api.get(`/sources?${query}`)).json.map(({ id }: { id: string }) => id)).toEqual([
        flow.source_id,
      ]);
    }
  });
});
