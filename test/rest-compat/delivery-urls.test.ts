import { until } from '../support/webhook-receiver';
import { DeliveryHarness } from './delivery-fixture';
import { addSegments, allocate, externalSegment, makeFlow, newId } from './documents';

/*
 * What messages about added segments say of their URLs (SEMANTICS 17.2): each registration's options mean what the same
 * parameters of a GET mean.
 */

let harness: DeliveryHarness;
let flowId: string;
let storageId: string;
let label: string;
const OTHER = newId();

/** The options of a registration, and the query of the GET that shows the same; both know the default backend. */
const OPTIONS: readonly [
  name: string,
  options: (storage: string, label: string) => Record<string, unknown>,
  query: (storage: string, label: string) => string,
][] = [
  ['none', () => ({}), () => ''],
  ['accept_get_urls', () => ({ accept_get_urls: ['own', 'x'] }), () => 'accept_get_urls=own,x'],
  [
    'the label of the backend',
    (_, l) => ({ accept_get_urls: [l] }),
    (_, l) => `accept_get_urls=${encodeURIComponent(l)}`,
  ],
  ['no labels', () => ({ accept_get_urls: [] }), () => 'accept_get_urls='],
  ['accept_storage_ids', (s) => ({ accept_storage_ids: [s] }), (s) => `accept_storage_ids=${s}`],
  ['another storage', () => ({ accept_storage_ids: [OTHER] }), () => `accept_storage_ids=${OTHER}`],
  ['no storages', () => ({ accept_storage_ids: [] }), () => 'accept_storage_ids='],
  ['presigned', () => ({ presigned: true }), () => 'presigned=true'],
  ['not presigned', () => ({ presigned: false }), () => 'presigned=false'],
  ['verbose_storage', () => ({ verbose_storage: true }), () => 'verbose_storage=true'],
  ['not verbose', () => ({ verbose_storage: false }), () => 'verbose_storage=false'],
  [
    'all together',
    (s, l) => ({
      accept_get_urls: ['own', l],
      accept_storage_ids: [s],
      presigned: true,
      verbose_storage: true,
    }),
    (s, l) =>
      `accept_get_urls=own,${encodeURIComponent(l)}&accept_storage_ids=${s}&presigned=true&verbose_storage=true`,
  ],
];

beforeAll(async () => {
  harness = await DeliveryHarness.open();
  const { api } = harness;
  const [backend] = (await api.get('/service/storage-backends')).json;
  storageId = backend.id;
  label = backend.label;
  flowId = (await makeFlow(api)).id;
  const [object] = await allocate(api, flowId);
  for (const [index, [, options]] of OPTIONS.entries())
    await harness.register(`/${index}`, options(storageId, label));
  await addSegments(api, flowId, [
    { object_id: object!.object_id, timerange: '[0:0_1:0)', sample_count: 25 },
    externalSegment('[1:0_2:0)', `external/${newId()}`, {
      ts_offset: '-1:0',
      get_urls: [
        { url: 'https://media.example/1', label: 'own' },
        { url: 'https://media.example/2', label: 'other' },
        { url: 'https://media.example/3' },
      ],
    }),
  ]);
  await harness.settled();
}, 60_000);
afterAll(() => harness.close());

it.each(OPTIONS.map(([name, , query], index) => [name, index, query] as const))(
  '[W8] the segments are those of a GET with the same options: %s',
  async (_name, index, query) => {
    const [message] = harness.at(`/${index}`);
    expect(message!.body.event_type).toBe('flows/segments_added');
    const { json } = await harness.api.get(`/flows/${flowId}/segments?${query(storageId, label)}`);
    expect(message!.body.event).toEqual({ flow_id: flowId, segments: json });
  },
);

it('[W8] without options there are signed URLs, which work', async () => {
  const [message] = harness.at('/0');
  const [own, given] = message!.body.event.segments!;
  expect(own!.get_urls.map(({ presigned }) => presigned)).toEqual([true, false]);
  expect(given!.get_urls).toHaveLength(3);
  // The object has no bytes yet: the signature is looked at before that.
  const { url } = own!.get_urls[0]!;
  expect((await harness.api.follow('GET', url)).status).toBe(404);
  expect((await harness.api.follow('GET', url.replace(/signature=../, 'signature=AA'))).status).toBe(403);
});

it('[W8] URLs are signed when the message is sent, not when it happened', async () => {
  const late = '/late';
  harness.receiver.reply = ({ path }) => (path === late ? 500 : 204);
  await harness.register(late, { presigned: true });
  const [object] = await allocate(harness.api, flowId);
  await addSegments(harness.api, flowId, { object_id: object!.object_id, timerange: '[5:0_6:0)' });
  const urlOf = (index: number) => harness.at(late)[index]!.body.event.segments![0]!.get_urls[0]!.url;
  const expiry = (url: string) => Number(new URL(url).searchParams.get('expires'));
  await until(() => harness.at(late).length > 0);
  harness.api.tick(7_200_000);
  harness.receiver.reply = () => 204;
  await harness.register(late, { presigned: true });
  await harness.settled();
  expect(expiry(urlOf(1))).toBeGreaterThan(expiry(urlOf(0)));
});
