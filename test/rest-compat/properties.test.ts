import { makeFlow, newId, NOBODY, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

/** A property endpoint: where it is, two values of it, and what it refuses. */
interface Property {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly wrong: readonly unknown[];
}
const TEXTS: Omit<Property, 'name'> = { values: ['a value', '', 'ü🎞'], wrong: [5, null, true, [], {}] };
const RATES: Omit<Property, 'name'> = {
  values: [0, 5000, 9007199254740991],
  wrong: ['5', -1, 1.5, null, true, [], 9007199254740992],
};
const ON_FLOWS: readonly Property[] = [
  { name: 'label', ...TEXTS },
  { name: 'description', ...TEXTS },
  { name: 'max_bit_rate', ...RATES },
  { name: 'avg_bit_rate', ...RATES },
];
const ON_SOURCES = ON_FLOWS.slice(0, 2);

/** Every optional property that is one value, with the path of an owner that has none. */
const cases = [
  ...ON_FLOWS.map((property) => ['flows', property] as const),
  ...ON_SOURCES.map((property) => ['sources', property] as const),
].map(([kind, property]) => [`${kind} ${property.name}`, kind, property] as const);

async function owner(kind: 'flows' | 'sources'): Promise<string> {
  const flow = await makeFlow(api);
  return kind === 'flows' ? `/flows/${flow.id}` : `/sources/${flow.source_id}`;
}

describe('single values', () => {
  it.each(cases)(
    '[PR1] %s is not found while unset, and is what was put',
    async (_what, kind, { name, values, wrong }) => {
      const target = `${await owner(kind)}/${name}`;
      expect((await api.getAndHead(target)).status).toBe(404);
      for (const value of values) {
        const { text } = await api.expect(204, 'PUT', target, { json: value });
        expect(text).toBe('');
        const answer = await api.getAndHead(target);
        expect([answer.status, answer.json]).toEqual([200, value]);
        expect((await api.get(target.slice(0, target.lastIndexOf('/')))).json[name]).toEqual(value);
      }
      for (const value of wrong) await api.refused(400, 'PUT', target, { json: value });
      await api.refused(400, 'PUT', target, { body: 'bare' });
      await api.expect(204, 'DELETE', target);
      expect((await api.getAndHead(target)).status).toBe(404);
    },
  );

  it.each(cases)('[PR4] deleting %s while unset changes nothing', async (_what, kind, { name }) => {
    const target = `${await owner(kind)}/${name}`;
    await api.refused(204, 'DELETE', target);
    await api.refused(204, 'DELETE', target);
  });

  it('[PR4] so does deleting no collection', async () => {
    await api.refused(204, 'DELETE', `${await owner('flows')}/flow_collection`);
  });

  it.each(['flows', 'sources'] as const)('[PR3] the empty text of %s is a value', async (kind) => {
    const target = await owner(kind);
    for (const name of ['label', 'description', 'tags/x']) {
      await api.expect(204, 'PUT', `${target}/${name}`, { json: '' });
      expect((await api.get(`${target}/${name}`)).text).toBe('""');
    }
    expect((await api.get(target)).json).toMatchObject({ label: '', description: '', tags: { x: '' } });
  });

  it('[PR1] what a flow’s body sets can be read, and the reverse', async () => {
    const flow = await makeFlow(
      api,
      videoFlow({ label: 'l', description: 'd', max_bit_rate: 2, avg_bit_rate: 1 }),
    );
    for (const [name, value] of [
      ['label', 'l'],
      ['description', 'd'],
      ['max_bit_rate', 2],
      ['avg_bit_rate', 1],
    ] as const)
      expect((await api.get(`/flows/${flow.id}/${name}`)).json).toBe(value);
  });

  it.each([...ON_FLOWS.map(({ name }) => name), 'tags', 'tags/x', 'read_only', 'flow_collection'])(
    '[H1] %s of no flow is not found',
    async (name) => {
      const target = `/flows/${NOBODY}/${name}`;
      const json =
        name === 'read_only' ? true : name === 'flow_collection' ? [] : name.includes('rate') ? 1 : 'x';
      expect((await api.getAndHead(target)).status).toBe(404);
      if (name !== 'tags') await api.refused(404, 'PUT', target, { json });
      if (name !== 'tags' && name !== 'read_only') await api.refused(404, 'DELETE', target);
      if (/label|description|tags/.test(name)) {
        const source = `/sources/${newId()}/${name}`;
        expect((await api.getAndHead(source)).status).toBe(404);
        if (name !== 'tags') await api.refused(404, 'PUT', source, { json });
        if (name !== 'tags') await api.refused(404, 'DELETE', source);
      }
    },
  );
});

describe('values that are never missing', () => {
  it('[PR2] unset they are empty', async () => {
    const flow = await makeFlow(api);
    expect((await api.getAndHead(`/flows/${flow.id}/flow_collection`)).json).toEqual([]);
    expect((await api.getAndHead(`/flows/${flow.id}/read_only`)).json).toBe(false);
    expect((await api.getAndHead(`/flows/${flow.id}/tags`)).json).toEqual({});
    expect((await api.getAndHead(`/sources/${flow.source_id}/tags`)).json).toEqual({});
  });

  it('[PR6] an empty collection is none', async () => {
    const member = await makeFlow(api);
    const flow = await makeFlow(api, videoFlow({ flow_collection: [{ id: member.id, role: 'r' }] }));
    await api.expect(204, 'PUT', `/flows/${flow.id}/flow_collection`, { json: [] });
    expect((await api.get(`/flows/${flow.id}/flow_collection`)).json).toEqual([]);
    expect((await api.get(`/flows/${flow.id}`)).json).not.toHaveProperty('flow_collection');
    expect((await api.get(`/flows/${member.id}`)).json).not.toHaveProperty('collected_by');
  });

  it.each(['"true"', '1', '0', 'null', '"false"', '[]', '{}', 'yes'])(
    '[RO1] read_only is not %s',
    async (body) => {
      const flow = await makeFlow(api);
      await api.refused(400, 'PUT', `/flows/${flow.id}/read_only`, { body });
    },
  );
});

describe('tags', () => {
  it.each(['flows', 'sources'] as const)(
    '[PR5] a tag of %s that is not there is not found, to read and to delete',
    async (kind) => {
      const target = await owner(kind);
      expect((await api.getAndHead(`${target}/tags/x`)).status).toBe(404);
      await api.refused(404, 'DELETE', `${target}/tags/x`);
      await api.expect(204, 'PUT', `${target}/tags/x`, { json: 'v' });
      await api.expect(204, 'PUT', `${target}/tags/y`, { json: 'w' });
      expect((await api.getAndHead(`${target}/tags`)).json).toEqual({ x: 'v', y: 'w' });
      await api.refused(404, 'DELETE', `${target}/tags/X`);
      await api.expect(204, 'DELETE', `${target}/tags/x`);
      await api.refused(404, 'DELETE', `${target}/tags/x`);
      expect((await api.get(`${target}/tags`)).json).toEqual({ y: 'w' });
      for (const wrong of [5, null, ['v'], { v: 1 }, true])
        await api.refused(400, 'PUT', `${target}/tags/y`, { json: wrong });
    },
  );

  it('[PR5] tags of a flow and its source are apart', async () => {
    const flow = await makeFlow(api, videoFlow({ tags: { a: '1' } }));
    await api.expect(204, 'PUT', `/sources/${flow.source_id}/tags/b`, { json: '2' });
    await api.expect(204, 'DELETE', `/sources/${flow.source_id}/tags/a`);
    expect((await api.get(`/flows/${flow.id}/tags`)).json).toEqual({ a: '1' });
    expect((await api.get(`/sources/${flow.source_id}/tags`)).json).toEqual({ b: '2' });
  });
});
