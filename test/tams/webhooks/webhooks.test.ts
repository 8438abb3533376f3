import type { WebhookInput } from '../../../src/tams/model';
import { webhooksTable } from '../../../src/tams/tables';
import { AddressPolicy } from '../../../src/tams/webhooks/addresses';
import { EVENT_TYPES, identityOf } from '../../../src/tams/webhooks/registration';
import { ALICE, BOB, TestStore, uuid } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open();
});
afterEach(() => db.close());
const webhooks = () => db.store.webhooks;

const hook = (rest: Partial<WebhookInput> = {}): WebhookInput => ({
  url: 'https://hooks.example/x',
  events: ['flows/created'],
  ...rest,
});
const KEY = { apiKeyName: 'X-Api-Key', apiKeyValue: 'very secret' };

it('W4: keeps all that is registered, shows all but the value of the key', async () => {
  const input = hook({
    ...KEY,
    events: [...EVENT_TYPES],
    flowIds: [uuid(1)],
    sourceIds: [],
    flowCollectedByIds: [uuid(2)],
    sourceCollectedByIds: [uuid(3)],
    acceptGetUrls: ['a', ''],
    acceptStorageIds: [],
    presigned: false,
    verboseStorage: true,
  });
  const webhook = await webhooks().put(ALICE, input);
  const { apiKeyValue, ...shown } = input;
  expect(webhook).toEqual({ ...shown, id: webhook?.id, created: db.clock.now, createdBy: 'alice' });
  expect(await webhooks().list(ALICE)).toEqual([webhook]);
  expect(JSON.stringify(await webhooks().list(ALICE))).not.toContain(apiKeyValue);
  const rows = await db.db.select(webhooksTable, {
    columns: ['api_key_value', 'identity', 'registration'],
    limit: 9,
  });
  expect(rows[0]?.api_key_value).toBe(apiKeyValue);
  expect(JSON.stringify([rows[0]?.identity, rows[0]?.registration])).not.toContain(apiKeyValue);
});

it('W2: is one registration for one URL, key name and key value, and replaced as a whole', async () => {
  const first = await webhooks().put(ALICE, hook({ ...KEY, flowIds: [uuid(1)] }));
  db.tick();
  await webhooks().put(ALICE, hook());
  await webhooks().put(ALICE, hook({ ...KEY, apiKeyValue: 'other' }));
  await webhooks().put(ALICE, hook({ url: 'https://hooks.example/y' }));
  const replaced = await webhooks().put(ALICE, hook({ ...KEY, events: ['flows/deleted'] }));
  expect(replaced).toMatchObject({
    id: first?.id,
    created: first?.created,
    events: ['flows/deleted'],
    flowIds: null,
  });
  const list = await webhooks().list(ALICE);
  expect(list).toHaveLength(4);
  expect(list[0]).toEqual(replaced);
});

it('W2: tells apart what only looks alike when joined', () => {
  const identities = [
    hook({ apiKeyName: 'ab', apiKeyValue: 'c' }),
    hook({ apiKeyName: 'a', apiKeyValue: 'bc' }),
    hook({ apiKeyName: 'a', apiKeyValue: '' }),
    hook({ apiKeyName: 'a' }),
    hook(),
    hook({ url: 'https://hooks.example/x1:a' }),
  ].map(identityOf);
  expect(new Set(identities).size).toBe(identities.length);
});

it('W3: no events remove the registration of that identity, whether there is one and wherever it leads', async () => {
  await webhooks().put(ALICE, hook(KEY));
  await webhooks().put(ALICE, hook());
  expect(await webhooks().put(ALICE, hook({ ...KEY, events: [] }))).toBeNull();
  expect(await webhooks().list(ALICE)).toMatchObject([{ apiKeyName: null }]);
  expect(await webhooks().put(ALICE, hook({ ...KEY, events: [] }))).toBeNull();
  expect(await webhooks().put(ALICE, hook({ url: 'http://127.0.0.1/', events: [] }))).toBeNull();
});

it('W1: shows and removes only the caller’s own', async () => {
  const webhook = await webhooks().put(ALICE, hook());
  expect(await webhooks().list(BOB)).toEqual([]);
  expect(await webhooks().delete(BOB, webhook!.id)).toBe(false);
  expect(await webhooks().delete(ALICE, webhook!.id)).toBe(true);
  expect(await webhooks().delete(ALICE, webhook!.id)).toBe(false);
  expect(await webhooks().list(ALICE)).toEqual([]);
});

test.each<[string, unknown]>([
  ['no URL', hook({ url: 'nowhere' })],
  ['relative URL', hook({ url: '/x' })],
  ['another protocol', hook({ url: 'ftp://hooks.example/' })],
  ['credentials in the URL', hook({ url: 'https://me:secret@hooks.example/' })],
  ['unknown event', hook({ events: ['flows/created', 'flows/exploded'] })],
  ['events that are no list', { ...hook(), events: 'flows/created' }],
  ['key value without a name', hook({ apiKeyValue: 'x' })],
  ['key name without a value', hook({ apiKeyName: 'x' })],
  ['key name that is no token', hook({ ...KEY, apiKeyName: 'x y' })],
  ['empty key name', hook({ ...KEY, apiKeyName: '' })],
  ['framing header', hook({ ...KEY, apiKeyName: 'Content-Length' })],
  ['hop-by-hop header', hook({ ...KEY, apiKeyName: 'TRANSFER-ENCODING' })],
  ['line break in the key', hook({ ...KEY, apiKeyValue: 'a\r\nX: y' })],
  ['key beyond Latin-1', hook({ ...KEY, apiKeyValue: '秘' })],
  ['malformed id', hook({ flowIds: ['x'] })],
  ['null in a list', { ...hook(), acceptGetUrls: [null] }],
  ['text for a boolean', { ...hook(), presigned: 'true' }],
  ...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '192.168.0.1'].map(
    bad,
  ),
  ...['169.254.169.254', '168.63.129.16', '100.100.100.200', '224.0.0.1', '255.255.255.255'].map(bad),
  ...[
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
  ].map(bad),
  ...[
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'a.localhost',
    'localhost.',
  ].map(bad),
])('W5, W6: refuses: %s', async (_, input) => {
  const secret = (input as WebhookInput).apiKeyValue;
  await db.refused('InvalidWebhook', () => webhooks().put(ALICE, input as WebhookInput));
  const error = await webhooks()
    .put(ALICE, input as WebhookInput)
    .catch((e: unknown) => e);
  if (secret && secret.length > 1) expect(JSON.stringify(error) + String(error)).not.toContain(secret);
});

function bad(host: string): [string, WebhookInput] {
  return [host, hook({ url: `http://${host}:8080/hook` })];
}

test.each(['https://8.8.8.8/', 'http://[2606:4700::1111]/', 'http://name.example:9/a?b#c'])(
  'W6: takes a public address or any name: %s',
  async (url) => {
    expect(await webhooks().put(ALICE, hook({ url }))).toMatchObject({ url });
  },
);

it('W6: the operator may allow addresses', () => {
  const policy = new AddressPolicy(['127.0.0.1', '10.0.0.0/8', '::1']);
  const hosts = [
    '127.0.0.1',
    'localhost',
    '[::ffff:127.0.0.1]',
    '10.9.9.9',
    '[::1]',
    '127.0.0.2',
    '192.168.0.1',
  ];
  expect(hosts.map((host) => policy.allowsHost(host))).toEqual([true, true, true, true, true, false, false]);
  expect(() => new AddressPolicy(['nonsense'])).toThrow(
    '"nonsense" is neither an IP address nor a CIDR block',
  );
});

it('H13: refuses a registration of more than 1 MiB', () =>
  db.refused('TooLarge', () => webhooks().put(ALICE, hook({ acceptGetUrls: ['x'.repeat(1_100_000)] }))));
