import { setTimeout as pause } from 'node:timers/promises';
import {
  addSegments,
  externalSegment,
  flowWithSegments,
  listed,
  makeFlow,
  multiFlow,
  NOBODY,
  videoFlow,
} from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const seconds = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, n) => `[${n + from}:0_${n + from + 1}:0)`);
const segments = (count: number, from = 0) =>
  seconds(count, from).map((range) => externalSegment(range, `object ${range}`));

describe('small deletions', () => {
  it('[DL1] are done when answered, and leave no record', async () => {
    const flow = await flowWithSegments(api, seconds(100));
    const { text } = await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?timerange=[0:0_50:0)`);
    expect(text).toBe('');
    expect(await listed(api, flow.id)).toEqual(seconds(50, 50));
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    await api.expect(404, 'GET', `/flows/${flow.id}`);
    expect((await api.getAndHead('/flow-delete-requests')).json).toEqual([]);
  });

  it('[DL1] what matches nothing is done again and again', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    for (const query of ['timerange=()', 'timerange=[5:0_6:0)', 'object_id=nothing', 'timerange=[0:0_0:5)'])
      await api.refused(204, 'DELETE', `/flows/${flow.id}/segments?${query}`);
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    await api.refused(404, 'DELETE', `/flows/${flow.id}`);
    await api.refused(404, 'DELETE', `/flows/${flow.id}/segments`);
    await api.refused(404, 'DELETE', `/flows/${NOBODY}/segments`);
  });

  it('[DL1] other flows keep what they have', async () => {
    const [flow, other] = [await makeFlow(api), await makeFlow(api)];
    for (const { id } of [flow, other]) await addSegments(api, id, externalSegment('[0:0_1:0)', 'shared'));
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    expect(await listed(api, other.id)).toEqual(['[0:0_1:0)']);
    expect((await api.get('/objects/shared')).json.referenced_by_flows).toEqual([other.id]);
  });

  it('[DL1] timerange and object are both to match', async () => {
    const flow = await makeFlow(api);
    await addSegments(
      api,
      flow.id,
      ['a', 'b', 'a', 'b'].map((id, n) => externalSegment(`[${n}:0_${n + 1}:0)`, id)),
    );
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?object_id=a&timerange=[1:0_`);
    expect(await listed(api, flow.id)).toEqual(['[0:0_1:0)', '[1:0_2:0)', '[3:0_4:0)']);
    await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?object_id=b`);
    expect(await listed(api, flow.id)).toEqual(['[0:0_1:0)']);
  });
});

describe('large deletions', () => {
  const MOST = 10;
  let own: RestHarness;
  beforeAll(async () => {
    own = await RestHarness.open({ env: { TAMS_DELETE_ASYNC_ABOVE: String(MOST) } });
  });
  afterAll(() => own.close());

  const large = async (count = MOST + 1) => {
    const flow = await makeFlow(own);
    await addSegments(own, flow.id, segments(count));
    return flow;
  };
  interface Request {
    readonly id: string;
    readonly status: string;
    readonly [name: string]: unknown;
  }
  /** The request when its work has ended. */
  async function ended(id: string): Promise<Request> {
    for (let tries = 0; tries < 500; tries += 1) {
      const { json } = await own.expect(200, 'GET', `/flow-delete-requests/${id}`);
      if (['done', 'error'].includes((json as Request).status)) return json as Request;
      await pause(20);
    }
    throw new Error(`deletion request ${id} does not end`);
  }

  it('[DL1] are accepted, with a record to look at', async () => {
    const flow = await large();
    const answer = await own.expect(202, 'DELETE', `/flows/${flow.id}/segments`);
    const request = answer.json as Request;
    expect(answer.headers.location).toBe(`${own.base}/flow-delete-requests/${request.id}`);
    expect(request).toMatchObject({
      flow_id: flow.id,
      timerange_to_delete: '[0:0_11:0)',
      delete_flow: false,
      created_by: 'anonymous',
    });
    expect(['created', 'started', 'done']).toContain(request.status);
    await ended(request.id);
    expect(await listed(own, flow.id)).toEqual([]);
    await own.expect(200, 'GET', `/flows/${flow.id}`);
    expect((await own.get('/flow-delete-requests')).json).toContainEqual(await ended(request.id));
  });

  it('[DL1] start above the number that is configured', async () => {
    const flow = await large(MOST);
    await own.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
    const more = await large(MOST + 5);
    await own.expect(204, 'DELETE', `/flows/${more.id}/segments?timerange=[0:0_${MOST}:0)`);
    await own.expect(204, 'DELETE', `/flows/${more.id}`);
    const { json } = await own.expect(202, 'DELETE', `/flows/${(await large()).id}`);
    expect(json.delete_flow).toBe(true);
    await ended(json.id as string);
  });

  it('[DL2] by object are done when answered', async () => {
    const flow = await makeFlow(own);
    await addSegments(
      own,
      flow.id,
      seconds(MOST * 3).map((range) => externalSegment(range, 'one')),
    );
    await own.expect(204, 'DELETE', `/flows/${flow.id}/segments?object_id=one`);
    expect(await listed(own, flow.id)).toEqual([]);
  });

  it('[DL3] take what there was when they were accepted', async () => {
    const flow = await large(200);
    const { json } = await own.expect(202, 'DELETE', `/flows/${flow.id}/segments?timerange=[50:0_`);
    await addSegments(own, flow.id, segments(5, 1000));
    await ended(json.id as string);
    expect(await listed(own, flow.id)).toEqual([...seconds(50), ...seconds(5, 1000)]);
  });

  it('[DL4] a flow is gone at once', async () => {
    const flow = await makeFlow(own, videoFlow({ label: 'dl4' }));
    await addSegments(own, flow.id, segments(500));
    const collector = await makeFlow(own, multiFlow({ flow_collection: [{ id: flow.id, role: 'r' }] }));
    const events: string[] = [];
    let request: Request | undefined;
    events.push(
      ...(await own.eventTypesOf(async () => {
        request = (await own.expect(202, 'DELETE', `/flows/${flow.id}`)).json as Request;
        await own.expect(404, 'GET', `/flows/${flow.id}`);
        await own.expect(404, 'GET', `/sources/${flow.source_id}`);
        await own.expect(404, 'DELETE', `/flows/${flow.id}`);
        expect((await own.get('/flows?label=dl4')).json).toEqual([]);
        expect(await listed(own, flow.id)).toEqual([]);
        expect((await own.get(`/flows/${collector.id}/flow_collection`)).json).toEqual([]);
        // A new flow of that id starts empty, and is not touched by what goes on.
        await makeFlow(own, flow);
        expect(await listed(own, flow.id)).toEqual([]);
        await addSegments(own, flow.id, segments(3));
        await ended(request.id);
      })),
    );
    expect(request).toMatchObject({
      delete_flow: true,
      flow_id: flow.id,
      timerange_to_delete: '[0:0_500:0)',
    });
    expect(await listed(own, flow.id)).toEqual(seconds(3));
    expect(events.filter((type) => type === 'flows/deleted')).toHaveLength(1);
    expect(events.filter((type) => type === 'sources/deleted')).toHaveLength(1);
    expect(events.indexOf('flows/deleted')).toBeLessThan(events.indexOf('flows/created'));
    expect(events).toContain('flows/segments_deleted');
  });

  it('[DL5] say how far they are', async () => {
    const flow = await large(50);
    const whole = (await own.expect(202, 'DELETE', `/flows/${flow.id}/segments?timerange=_`)).json as Request;
    expect(whole.timerange_to_delete).toBe('[0:0_50:0)');
    const done = await ended(whole.id);
    expect(done).toMatchObject({
      status: 'done',
      timerange_remaining: '()',
      timerange_to_delete: '[0:0_50:0)',
    });
    expect(done).not.toHaveProperty('error');
    const other = await large(50);
    const part = (await own.expect(202, 'DELETE', `/flows/${other.id}/segments?timerange=[5:5_100:0]`))
      .json as Request;
    expect(part.timerange_to_delete).toBe('[5:5_100:0]');
    expect((await ended(part.id)).timerange_remaining).toBe('()');
    expect(await listed(own, other.id)).toEqual(seconds(6));
    const list = ((await own.getAndHead('/flow-delete-requests')).json as Request[]).map(({ id }) => id);
    expect(list.slice(0, 2)).toEqual([part.id, whole.id]);
    expect((await own.getAndHead(`/flow-delete-requests/${part.id}`)).status).toBe(200);
  });

  it('[DL6] expire a day after their end', async () => {
    const { json } = await own.expect(202, 'DELETE', `/flows/${(await large()).id}/segments`);
    const done = await ended(json.id as string);
    expect(Date.parse(done.expiry as string) - Date.parse(done.updated as string)).toBe(86_400_000);
    own.tick(86_400_000 - 60_000);
    await own.gateway.store.housekeeping.runOnce();
    await own.expect(200, 'GET', `/flow-delete-requests/${done.id}`);
    own.tick(120_000);
    await own.expect(404, 'GET', `/flow-delete-requests/${done.id}`);
    expect((await own.get('/flow-delete-requests')).json).toEqual([]);
    await own.gateway.store.housekeeping.runOnce();
    await own.expect(404, 'GET', `/flow-delete-requests/${done.id}`);
  });
});
