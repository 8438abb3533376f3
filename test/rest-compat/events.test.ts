import { schemaProblems, validateEventBody } from './contract';
import {
  addSegments,
  audioFlow,
  externalSegment,
  flowWithSegments,
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

const range = (n: number): string => `[${n}:0_${n + 1}:0)`;

it('[E1] the message about removed segments has its own type', async () => {
  const flow = await flowWithSegments(api, [range(0)]);
  const [event] = await api.eventsOf(() => api.delete(`/flows/${flow.id}/segments`));
  expect(event!.type).toBe('flows/segments_deleted');
  expect(event!.payload).toEqual({ flow_id: flow.id, timerange: range(0) });
});

it('[E2] one registration is one message, with all its successes', async () => {
  const flow = await flowWithSegments(api, [range(5)]);
  const events = await api.eventsOf(() =>
    api.expect(200, 'POST', `/flows/${flow.id}/segments`, {
      json: [3, 5, 4, 9].map((n) => externalSegment(range(n))),
    }),
  );
  expect(events.map(({ type }) => type)).toEqual(['flows/segments_added']);
  const { flow_id, segments } = events[0]!.payload as {
    flow_id: string;
    segments: { timerange: string; ts_offset: string }[];
  };
  expect(flow_id).toBe(flow.id);
  expect(segments.map(({ timerange }) => timerange)).toEqual([range(3), range(4), range(9)]);
  for (const segment of segments) expect(segment.ts_offset).toBe('0:0');
});

it('[E3] one message for each run of removed segments', async () => {
  const flow = await makeFlow(api);
  await addSegments(
    api,
    flow.id,
    [0, 1, 2, 3, 4, 7, 8].map((n) => externalSegment(range(n), n === 2 ? 'stays' : 'goes')),
  );
  const events = await api.eventsOf(() => api.delete(`/flows/${flow.id}/segments?object_id=goes`));
  expect(events.map(({ type, payload }) => [type, (payload as { timerange: string }).timerange])).toEqual([
    ['flows/segments_deleted', '[0:0_2:0)'],
    ['flows/segments_deleted', '[3:0_9:0)'],
  ]);
});

it('[E3] a timerange is always one run, from the first to the last removed', async () => {
  const flow = await flowWithSegments(api, [0, 1, 5, 9].map(range));
  const events = await api.eventsOf(() => api.delete(`/flows/${flow.id}/segments?timerange=[0:5_20:0)`));
  expect(events.map(({ payload }) => (payload as { timerange: string }).timerange)).toEqual(['[1:0_10:0)']);
});

it('[E4] segments do not update their flow', async () => {
  const flow = await makeFlow(api);
  const types = await api.eventTypesOf(async () => {
    await addSegments(api, flow.id, externalSegment(range(0)));
    await api.delete(`/flows/${flow.id}/segments`);
  });
  expect(types).toEqual(['flows/segments_added', 'flows/segments_deleted']);
});

it('[E4] a source comes before its flow and goes after it', async () => {
  const flow = videoFlow({ label: 'l', tags: { a: 'b' } });
  const created = await api.eventsOf(() => makeFlow(api, flow));
  expect(created.map(({ type }) => type)).toEqual(['sources/created', 'flows/created']);
  expect(created[0]!.payload).toEqual({ source: (await api.get(`/sources/${flow.source_id}`)).json });
  expect(created[1]!.payload).toEqual({ flow: (await api.get(`/flows/${flow.id}`)).json });
  await addSegments(api, flow.id, externalSegment(range(0)));
  const deleted = await api.eventsOf(() => api.delete(`/flows/${flow.id}`));
  expect(deleted.map(({ type, payload }) => [type, payload])).toEqual([
    ['flows/segments_deleted', { flow_id: flow.id, timerange: range(0) }],
    ['flows/deleted', { flow_id: flow.id }],
    ['sources/deleted', { source_id: flow.source_id }],
  ]);
});

it('[E4] a flow that leaves others behind takes no source along', async () => {
  const flow = await makeFlow(api);
  const twin = videoFlow({ source_id: flow.source_id });
  expect(await api.eventTypesOf(() => makeFlow(api, twin))).toEqual(['flows/created']);
  expect(await api.eventTypesOf(() => api.delete(`/flows/${flow.id}`))).toEqual(['flows/deleted']);
});

it('[E4] what is refused says nothing', async () => {
  const flow = await flowWithSegments(api, [range(0)]);
  const other = audioFlow({ source_id: flow.source_id });
  const types = await api.eventTypesOf(async () => {
    await api.expect(400, 'PUT', `/flows/${other.id}`, { json: other });
    await api.expect(400, 'POST', `/flows/${flow.id}/segments`, { json: externalSegment(range(0)) });
    await api.expect(404, 'PUT', `/flows/${other.id}/label`, { json: 'x' });
    await api.expect(404, 'DELETE', `/flows/${flow.id}/tags/x`);
  });
  expect(types).toEqual([]);
});

it('[E1] events are in the log in one order, without a gap, and their bodies are those of the contract', async () => {
  const member = await makeFlow(api);
  const flow = await makeFlow(
    api,
    multiFlow({ container: 'video/mp2t', flow_collection: [{ id: member.id, role: 'r' }] }),
  );
  await addSegments(api, flow.id, externalSegment(range(0)));
  await api.put(`/flows/${flow.id}/label`, 'x');
  await api.put(`/sources/${flow.source_id}/label`, 'x');
  await api.delete(`/flows/${member.id}`);
  await api.delete(`/flows/${flow.id}`);
  const events = await api.events();
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map(({ type }) => type)).size).toBe(8);
  for (const { type, at, payload } of events) {
    const body = { event_timestamp: new Date(at).toISOString(), event_type: type, event: payload };
    // What the log keeps of segments is without their URLs, which belong to delivery.
    if (type === 'flows/segments_added')
      for (const segment of (payload as { segments: object[] }).segments)
        expect(schemaProblems('flow-segment.json', { ...segment, get_urls: [] })).toEqual([]);
    else expect([type, validateEventBody(type, body)]).toEqual([type, []]);
  }
});
