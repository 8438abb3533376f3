import { addSegments, externalSegment, flowWithSegments, makeFlow, multiFlow, newId } from './documents';
import { BASE_PATH, RestHarness, type RestAnswer } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

/** Where the next link of an answer leads, below the base path; null on the last page. */
function nextOf({ headers }: RestAnswer): string | null {
  if (headers.link === undefined) return null;
  const match = /^<([^<>,;\s]+)>; rel="next"$/.exec(String(headers.link));
  if (!match) throw new Error(`not one next link: ${String(headers.link)}`);
  const url = new URL(match[1]!);
  expect(url.searchParams.get('page')).toBe(headers['x-paging-nextkey']);
  return url.pathname.slice(BASE_PATH.length) + url.search;
}

/** All pages from here, following the links. */
async function pages(target: string): Promise<RestAnswer[]> {
  const all: RestAnswer[] = [];
  for (let next: string | null = target; next !== null; next = nextOf(all.at(-1)!)) {
    all.push(await api.expect(200, 'GET', next));
    if (all.length > 1000) throw new Error('the pages have no end');
  }
  return all;
}
const idsOf = (answers: readonly RestAnswer[]): string[] =>
  answers.flatMap(({ json }) => (json as { id: string }[]).map(({ id }) => id));

/** `count` flows with this label, oldest first, a second apart. */
async function labelledFlows(label: string, count: number): Promise<{ flows: string[]; sources: string[] }> {
  const flows: string[] = [];
  const sources: string[] = [];
  for (let n = 0; n < count; n += 1) {
    api.tick();
    const flow = await makeFlow(api, multiFlow({ label }));
    flows.push(flow.id);
    sources.push(flow.source_id);
  }
  return { flows, sources };
}

describe('order', () => {
  it('[P1] flows and sources come newest first', async () => {
    const label = newId();
    const { flows, sources } = await labelledFlows(label, 5);
    expect(idsOf([await api.get(`/flows?label=${label}`)])).toEqual(flows.toReversed());
    expect(idsOf([await api.get(`/sources?label=${label}`)])).toEqual(sources.toReversed());
    // Writing to the oldest moves nothing.
    await api.put(`/flows/${flows[0]!}/description`, 'x');
    expect(idsOf([await api.get(`/flows?label=${label}`)])).toEqual(flows.toReversed());
  });

  it('[P1] what is equally old comes by id', async () => {
    const label = newId();
    const now = api.gateway.store.context.now();
    Object.assign(api.gateway.store.context, { now: () => now });
    const flows = [];
    for (let n = 0; n < 6; n += 1) flows.push(await makeFlow(api, multiFlow({ label })));
    api.tick(0);
    expect(idsOf(await pages(`/flows?label=${label}&limit=2`))).toEqual(flows.map(({ id }) => id).sort());
    expect(idsOf(await pages(`/sources?label=${label}&limit=2`))).toEqual(
      flows.map(({ source_id }) => source_id).sort(),
    );
  });

  it('[P1] segments come by their start, or backwards', async () => {
    const ranges = ['[-5:0_-1:0)', '[0:0_1:0)', '[1:0_2:0)', '[2:0]', '[10:0_20:0)'];
    const flow = await makeFlow(api);
    for (const index of [3, 0, 4, 1, 2]) await addSegments(api, flow.id, externalSegment(ranges[index]!));
    const all = (answers: RestAnswer[]) =>
      answers.flatMap(({ json }) => (json as { timerange: string }[]).map(({ timerange }) => timerange));
    for (const limit of [1, 2, 5, 100]) {
      expect(all(await pages(`/flows/${flow.id}/segments?limit=${limit}`))).toEqual(ranges);
      expect(all(await pages(`/flows/${flow.id}/segments?limit=${limit}&reverse_order=true`))).toEqual(
        ranges.toReversed(),
      );
    }
  });

  it('[P1] flows of an object come by id', async () => {
    const objectId = newId();
    const flows = [];
    for (let n = 0; n < 5; n += 1) {
      const flow = await makeFlow(api);
      flows.push(flow.id);
      await addSegments(api, flow.id, externalSegment('[0:0_1:0)', objectId));
    }
    const found = (await pages(`/objects/${objectId}?limit=2`)).flatMap(
      ({ json }) => json.referenced_by_flows as string[],
    );
    expect(found).toEqual(flows.toSorted());
  });
});

describe('limits', () => {
  const lists = async (): Promise<readonly (readonly [string, number])[]> => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const [segment] = (await api.get(`/flows/${flow.id}/segments`)).json as { object_id: string }[];
    return [
      ['/flows', 100],
      ['/sources', 100],
      [`/flows/${flow.id}/segments`, 100],
      [`/objects/${encodeURIComponent(segment!.object_id)}`, 1000],
    ];
  };

  it('[P2][P4] the effective limit is on every page', async () => {
    for (const [target, usual] of await lists()) {
      const limit = async (query: string) => (await api.getAndHead(target + query)).headers['x-paging-limit'];
      expect(await limit('')).toBe(String(usual));
      expect(await limit('?limit=7')).toBe('7');
      expect(await limit('?limit=1000')).toBe('1000');
      expect(await limit('?limit=1001')).toBe('1000');
    }
    expect((await api.get(`/flows/${newId()}/segments`)).headers['x-paging-limit']).toBe('100');
  });

  it('[P3] at least 1, at most 1000', async () => {
    for (const [target] of await lists()) {
      for (const bad of ['0', '-1', '-0', 'x', '', '1.5'])
        await api.expect(400, 'GET', `${target}?limit=${bad}`);
      expect((await api.get(`${target}?limit=9007199254740991`)).headers['x-paging-limit']).toBe('1000');
    }
  });

  it('[P2] a page has as many as there are, up to the limit', async () => {
    const flow = await makeFlow(api);
    const segments = Array.from({ length: 1205 }, (_, n) => externalSegment(`[${n}:0_${n + 1}:0)`, 'p2'));
    await addSegments(api, flow.id, segments);
    const sizes = async (query: string) =>
      (await pages(`/flows/${flow.id}/segments${query}`)).map(({ json }) => (json as []).length);
    expect(await sizes('?limit=5000')).toEqual([1000, 205]);
    expect((await sizes('')).slice(0, 2)).toEqual([100, 100]);
  });
});

describe('page keys', () => {
  it('[P5] nothing is skipped or repeated while flows come and go', async () => {
    const label = newId();
    const { flows } = await labelledFlows(label, 9);
    const first = await api.get(`/flows?label=${label}&limit=3`);
    expect(idsOf([first])).toEqual(flows.slice(6).toReversed());
    // The last of the page and one behind it go, a newer one comes.
    await api.expect(204, 'DELETE', `/flows/${flows[6]!}`);
    await api.expect(204, 'DELETE', `/flows/${flows[4]!}`);
    await labelledFlows(label, 1);
    expect(idsOf(await pages(nextOf(first)!))).toEqual([5, 3, 2, 1, 0].map((n) => flows[n]));
  });

  it('[P5] the key of segments outlives its segment', async () => {
    const flow = await flowWithSegments(
      api,
      [0, 1, 2, 3, 4, 5].map((n) => `[${n}:0_${n + 1}:0)`),
    );
    const first = await api.get(`/flows/${flow.id}/segments?limit=2`);
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?timerange=[1:0_3:0)`);
    await addSegments(api, flow.id, externalSegment('[2:0_2:5)'));
    const rest = (await pages(nextOf(first)!)).flatMap(({ json }) =>
      (json as { timerange: string }[]).map(({ timerange }) => timerange),
    );
    expect(rest).toEqual(['[2:0_2:5)', '[3:0_4:0)', '[4:0_5:0)', '[5:0_6:0)']);
  });

  it('[P5] the key alone goes on with the filters and the limit of its own request', async () => {
    const label = newId();
    const { flows } = await labelledFlows(label, 6);
    const key = String((await api.get(`/flows?label=${label}&limit=2`)).headers['x-paging-nextkey']);
    expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(idsOf([await api.get(`/flows?page=${key}&label=${label}&limit=3`)])).toEqual(
      flows.slice(1, 4).toReversed(),
    );
    expect(idsOf([await api.get(`/flows?page=${key}&label=${newId()}`)])).toEqual([]);
    expect(idsOf([await api.get(`/flows?page=${key}`)]).slice(0, 4)).toEqual(flows.slice(0, 4).toReversed());
  });

  it('[P5] a key that was not made here is bad', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[1:0_2:0)']);
    const objectId = newId();
    await addSegments(api, flow.id, externalSegment('[2:0_3:0)', objectId));
    await addSegments(api, (await makeFlow(api)).id, externalSegment('[2:0_3:0)', objectId));
    const lists = ['/flows', '/sources', `/flows/${flow.id}/segments`, `/objects/${objectId}`];
    const keys = new Map<string, string>();
    for (const list of lists)
      keys.set(list, String((await api.get(`${list}?limit=1`)).headers['x-paging-nextkey']));
    for (const list of lists) {
      for (const bad of [
        '',
        'x',
        'nonsense',
        '%20',
        'AAAA',
        '====',
        'e30',
        'bnVsbA',
        'W10',
        'x'.repeat(3000),
      ])
        await api.expect(400, 'GET', `${list}?page=${bad}`);
      for (const other of lists.filter((name) => name !== list)) {
        const { status } = await api.get(`${list}?page=${keys.get(other)!}`);
        expect([list, other, status]).toEqual([list, other, 400]);
      }
      const own = keys.get(list)!;
      for (const changed of [`${own}=`, own.slice(0, -3), `${own}AAAA`, `A${own}`])
        expect([200, 400]).toContain((await api.get(`${list}?page=${changed}`)).status);
    }
  });

  it('[P6] a full last page announces no next one', async () => {
    const label = newId();
    await labelledFlows(label, 4);
    for (const kind of ['flows', 'sources']) {
      const sizes = (await pages(`/${kind}?label=${label}&limit=2`)).map(({ json }) => (json as []).length);
      expect(sizes).toEqual([2, 2]);
      expect(nextOf(await api.get(`/${kind}?label=${label}&limit=4`))).toBeNull();
    }
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[1:0_2:0)']);
    expect(nextOf(await api.get(`/flows/${flow.id}/segments?limit=2`))).toBeNull();
    expect(nextOf(await api.get(`/flows/${flow.id}/segments?limit=2&reverse_order=true`))).toBeNull();
  });

  it('[P6] filters apply before paging: only the last page is short', async () => {
    const label = newId();
    for (let n = 0; n < 12; n += 1) await makeFlow(api, multiFlow({ label, tags: { p6: String(n % 3) } }));
    const sizes = (await pages(`/flows?label=${label}&tag.p6=1&limit=3`)).map(
      ({ json }) => (json as []).length,
    );
    expect(sizes).toEqual([3, 1]);
  });
});

describe('links', () => {
  it('[P7] one absolute link keeps the query and has neither commas nor semicolons', async () => {
    const flow = await makeFlow(api);
    const objectId = 'a,b;c d+e&f=g#h"<>%/ü';
    await addSegments(
      api,
      flow.id,
      [0, 1, 2].map((n) => externalSegment(`[${n}:0_${n + 1}:0)`, objectId)),
    );
    const parameters = {
      object_id: objectId,
      accept_get_urls: 'x,y;z',
      timerange: '[0:0_3:0)',
      nonsense: 'k,e;p',
      limit: '1',
    };
    const query = Object.entries(parameters)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const first = await api.get(`/flows/${flow.id}/segments?${query}`);
    const link = /^<([^>]*)>; rel="next"$/.exec(String(first.headers.link));
    expect(link).not.toBeNull();
    expect(link![1]).not.toMatch(/[,;\s"<>[\]()]/);
    expect(link![1]!.startsWith(`${api.base}/flows/${flow.id}/segments?`)).toBe(true);
    const { page, ...kept } = Object.fromEntries(new URL(link![1]!).searchParams);
    expect(kept).toEqual(parameters);
    expect(page).toBe(first.headers['x-paging-nextkey']);
    const second = await api.get(nextOf(first)!);
    expect(second.json[0].timerange).toBe('[1:0_2:0)');
    const again = nextOf(second)!;
    expect(new URL(again, api.base).searchParams.getAll('page')).toHaveLength(1);
    expect(again).not.toContain(page!);
  });

  it('[P8] links start with the host that was asked', async () => {
    await makeFlow(api);
    await makeFlow(api);
    const { port } = new URL(api.base);
    const { headers } = await api.get('/flows?limit=1', {
      host: `localhost:${port}`,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    });
    expect(String(headers.link)).toContain(`<http://localhost:${port}${BASE_PATH}/flows?`);
  });

  it('[P8] or with the public base URL', async () => {
    const own = await RestHarness.open({ env: { TAMS_PUBLIC_URL: 'https://tams.example/prefix' } });
    try {
      await makeFlow(own);
      await makeFlow(own);
      const { headers } = await own.get('/flows?limit=1', { host: 'evil.example' });
      expect(String(headers.link)).toMatch(/^<https:\/\/tams\.example\/prefix\/tams\/v7\.0\/flows\?/);
    } finally {
      await own.close();
    }
  });
});

describe('headers of segments', () => {
  it('[P9] a page spans its own segments', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[5:0_6:0]', '[10:0]']);
    const span = async (query: string) => {
      const { headers } = await api.getAndHead(`/flows/${flow.id}/segments${query}`);
      return [headers['x-paging-timerange'], headers['x-paging-count']];
    };
    expect(await span('')).toEqual(['[0:0_10:0]', '3']);
    expect(await span('?limit=2')).toEqual(['[0:0_6:0]', '2']);
    expect(await span('?limit=2&reverse_order=true')).toEqual(['[5:0_10:0]', '2']);
    // Not clipped to what was asked.
    expect(await span('?timerange=[0:5_0:6)')).toEqual(['[0:0_1:0)', '1']);
    expect(await span('?timerange=()')).toEqual(['()', '0']);
    expect(await span('?object_id=nothing')).toEqual(['()', '0']);
  });

  it('[P9] an unknown flow has an empty page', async () => {
    const { json, headers } = await api.getAndHead(`/flows/${newId()}/segments`);
    expect(json).toEqual([]);
    expect(headers).toMatchObject({
      'x-paging-limit': '100',
      'x-paging-count': '0',
      'x-paging-timerange': '()',
      'x-paging-reverse-order': 'false',
    });
    expect(headers).not.toHaveProperty('link');
  });

  it('[P10] the order is told in lower case', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const order = async (query: string) =>
      (await api.get(`/flows/${flow.id}/segments${query}`)).headers['x-paging-reverse-order'];
    expect(await order('')).toBe('false');
    expect(await order('?reverse_order=FALSE')).toBe('false');
    expect(await order('?reverse_order=True')).toBe('true');
  });

  it('[P4] lists that are not paged ignore paging', async () => {
    for (const list of ['/service/webhooks', '/service/storage-backends', '/flow-delete-requests']) {
      const { headers, status } = await api.get(`${list}?limit=1&page=x`);
      expect(status).toBe(200);
      expect(headers).not.toHaveProperty('x-paging-limit');
    }
  });
});
