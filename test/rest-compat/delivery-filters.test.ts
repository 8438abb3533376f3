import { subjectOf } from '../support/webhook-receiver';
import { DeliveryHarness } from './delivery-fixture';
import { addSegments, externalSegment, makeFlow, multiFlow, newId, videoFlow } from './documents';

/*
 * The table of filters (SEMANTICS 17.2), row by row: one story is told to many registrations, each with another filter.
 */

let harness: DeliveryHarness;
let story: readonly string[];
/** Names of what has ids, for what is read here. */
const names = new Map<string, string>();

const collected = videoFlow();
const other = videoFlow();
const collector = multiFlow({ flow_collection: [{ id: collected.id, role: 'video' }] });
const late = videoFlow();
const [A, B, M] = [collected.id, other.id, collector.id];
const [SA, SB, SM] = [collected.source_id, other.source_id, collector.source_id];
const NOBODY = newId();
for (const [name, { id, source_id }] of Object.entries({ A: collected, B: other, M: collector, L: late })) {
  names.set(id, name);
  names.set(source_id, `S${name}`);
}

/** The path of the registration with these filters. */
const pathOf = (filters: Record<string, unknown>): string =>
  `/${encodeURIComponent(JSON.stringify(filters))}`;

/** What the registration with these filters was told. */
function told(filters: Record<string, unknown>): string[] {
  return harness
    .at(pathOf(filters))
    .map(({ body: { event_type, event } }) => `${event_type} ${names.get(subjectOf(event))}`);
}

const FILTERS: readonly Record<string, unknown>[] = [
  {},
  { events: ['flows/segments_added', 'sources/updated'] },
  { flow_ids: [A] },
  { flow_ids: [NOBODY] },
  { flow_ids: [A, B] },
  { flow_ids: [] },
  { source_ids: [SA] },
  { source_ids: [SA, NOBODY, SB] },
  { source_ids: [] },
  { flow_collected_by_ids: [M] },
  { flow_collected_by_ids: [NOBODY] },
  { flow_collected_by_ids: [] },
  { source_collected_by_ids: [SM] },
  { source_collected_by_ids: [NOBODY] },
  { source_collected_by_ids: [] },
  { flow_ids: [A, B], source_ids: [SB] },
  { events: ['flows/updated'], flow_collected_by_ids: [M], source_ids: [SA, SM] },
  { flow_ids: [], source_collected_by_ids: [SM] },
];

beforeAll(async () => {
  harness = await DeliveryHarness.open();
  const { api } = harness;
  for (const flow of [collected, other, collector]) await makeFlow(api, flow);
  for (const filters of FILTERS) await harness.register(pathOf(filters), filters);
  await api.put(`/flows/${A}/label`, 'x');
  await addSegments(api, A, externalSegment('[0:0_1:0)'));
  await api.delete(`/flows/${A}/segments`);
  await api.put(`/sources/${SA}/label`, 'x');
  await api.put(`/flows/${B}/label`, 'x');
  await api.put(`/sources/${SB}/label`, 'x');
  await makeFlow(api, late);
  // Nobody collects it for a while.
  await api.put(`/flows/${M}/flow_collection`, []);
  await api.put(`/flows/${A}/description`, 'alone');
  await api.put(`/sources/${SA}/description`, 'alone');
  await api.put(`/flows/${M}/flow_collection`, [{ id: A, role: 'video' }]);
  await addSegments(api, A, externalSegment('[0:0_1:0)'));
  await api.delete(`/flows/${A}`);
  await harness.settled();
  story = told({});
}, 60_000);
afterAll(() => harness.close());

const ofSources = (): string[] => story.filter((event) => event.startsWith('sources/'));

it('[W7] no filter lets everything through', () => {
  expect(story).toEqual([
    'flows/updated A',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'sources/updated SA',
    'flows/updated B',
    'sources/updated SB',
    'sources/created SL',
    'flows/created L',
    'flows/updated M',
    'flows/updated A',
    'sources/updated SA',
    'flows/updated M',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'flows/deleted A',
    'sources/deleted SA',
    'flows/updated M',
  ]);
});

it('[W7] events: those of the types listed', () => {
  expect(told({ events: ['flows/segments_added', 'sources/updated'] })).toEqual(
    story.filter((event) => /^(flows\/segments_added|sources\/updated)/.test(event)),
  );
});

it('[W7] flow_ids: of these flows and their segments; no effect on sources', () => {
  expect(told({ flow_ids: [A] })).toEqual(story.filter((event) => / (A|S.)$/.test(event)));
  expect(told({ flow_ids: [A, B] })).toEqual(story.filter((event) => / (A|B|S.)$/.test(event)));
  expect(told({ flow_ids: [NOBODY] })).toEqual(ofSources());
});

it('[W7] source_ids: of these sources and their flows', () => {
  expect(told({ source_ids: [SA] })).toEqual(story.filter((event) => / S?A$/.test(event)));
  expect(told({ source_ids: [SA, NOBODY, SB] })).toEqual(story.filter((event) => / S?[AB]$/.test(event)));
});

it('[W7] flow_collected_by_ids: what these collected at the event, or just before a deletion', () => {
  expect(told({ flow_collected_by_ids: [M] }).filter((event) => event.startsWith('flows/'))).toEqual([
    'flows/updated A',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'flows/deleted A',
  ]);
  expect(told({ flow_collected_by_ids: [M] }).filter((event) => event.startsWith('sources/'))).toEqual(
    ofSources(),
  );
  expect(told({ flow_collected_by_ids: [NOBODY] })).toEqual(ofSources());
});

it('[W7] source_collected_by_ids: what is of sources that these collected then', () => {
  expect(told({ source_collected_by_ids: [SM] })).toEqual([
    'flows/updated A',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'sources/updated SA',
    'flows/segments_added A',
    'flows/segments_deleted A',
    'flows/deleted A',
    'sources/deleted SA',
  ]);
  expect(told({ source_collected_by_ids: [NOBODY] })).toEqual([]);
});

it('[W7] an empty filter lets nothing through that it applies to', () => {
  expect(told({ flow_ids: [] })).toEqual(ofSources());
  expect(told({ flow_collected_by_ids: [] })).toEqual(ofSources());
  expect(told({ source_ids: [] })).toEqual([]);
  expect(told({ source_collected_by_ids: [] })).toEqual([]);
});

it('[W7] all filters must hold', () => {
  expect(told({ flow_ids: [A, B], source_ids: [SB] })).toEqual(['flows/updated B', 'sources/updated SB']);
  expect(told({ events: ['flows/updated'], flow_collected_by_ids: [M], source_ids: [SA, SM] })).toEqual([
    'flows/updated A',
  ]);
  expect(told({ flow_ids: [], source_collected_by_ids: [SM] })).toEqual([
    'sources/updated SA',
    'sources/deleted SA',
  ]);
});
