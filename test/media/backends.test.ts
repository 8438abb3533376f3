import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMedia } from '../../src/media/backends';
import { EmbeddedStore } from '../../src/media/embedded-store';
import { useFolder } from './folder';

const folder = useFolder();
const SECRET = 'do-not-show-this-key';

const FILE = {
  id: '60af2ab4-e8a5-4c65-a09b-d35983680315',
  kind: 'file',
  label: 'local',
  store_type: 'http_object_store',
  provider: 'us',
  store_product: 'disk',
};
const S3 = {
  id: '323367fd-21bb-4f2e-ad38-faf048c4ccfc',
  kind: 's3',
  label: 'remote',
  store_type: 'http_object_store',
  provider: 'aws',
  store_product: 's3',
  region: 'eu-west-1',
  availability_zone: 'a',
  default_storage: true,
  endpoint: 'https://s3.eu-west-1.amazonaws.com',
  bucket: 'media-bucket',
  access_key_id_env: 'MEDIA_KEY_ID',
  secret_access_key_env: 'MEDIA_SECRET',
};
const env = { MEDIA_KEY_ID: 'AKIAEXAMPLE', MEDIA_SECRET: SECRET };

async function open(entries: unknown, environment: NodeJS.ProcessEnv = env) {
  const backendsFile = join(folder(), 'backends.json');
  await writeFile(backendsFile, typeof entries === 'string' ? entries : JSON.stringify(entries));
  return openMedia({
    backendsFile,
    dataFolder: join(folder(), 'data'),
    publicUrl: () => 'http://me',
    env: environment,
  });
}

async function faultOf(opened: Promise<unknown>): Promise<string> {
  const error: unknown = await opened.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'BadConfiguration' });
  const { message } = error as Error;
  expect(message).not.toContain(SECRET);
  return message.replace(folder(), '');
}

test('without a file there is one embedded store, with one id for the life of the data folder', async () => {
  const options = {
    backendsFile: null,
    dataFolder: join(folder(), 'data'),
    publicUrl: () => 'http://me',
    env: {},
  };
  const first = await openMedia(options);
  const again = await openMedia(options);
  const other = await openMedia({ ...options, dataFolder: join(folder(), 'other') });
  expect(first.stores.list()).toEqual([expect.objectContaining({ label: 'embedded', isDefault: true })]);
  const id = first.embedded?.backend.id ?? '';
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(again.embedded?.backend.id).toBe(id);
  expect(other.embedded?.backend.id).not.toBe(id);
  expect(first.stores.default).toBe(first.embedded);
  expect(first.stores.byId(id)).toBe(first.embedded);
  expect(first.stores.byId(FILE.id)).toBeNull();

  // URLs stay good across a restart.
  const url = new URL(first.embedded?.presignedGetUrls(['a b'], new Date())[0] ?? '');
  again.embedded?.signer.verify('GET', 'a b', url.searchParams, new Date());
  expect(() => other.embedded?.signer.verify('GET', 'a b', url.searchParams, new Date())).toThrow();
});

test('several stores are told apart by id, and described without their secrets', async () => {
  const { stores, embedded } = await open([FILE, S3]);
  expect(stores.byId(FILE.id)).toBe(embedded);
  expect(stores.byId(FILE.id)).toBeInstanceOf(EmbeddedStore);
  expect(stores.default).toBe(stores.byId(S3.id));
  expect(stores.list()).toEqual([
    {
      id: FILE.id,
      label: 'local',
      storeType: 'http_object_store',
      provider: 'us',
      storeProduct: 'disk',
      region: null,
      availabilityZone: null,
      isDefault: false,
    },
    {
      id: S3.id,
      label: 'remote',
      storeType: 'http_object_store',
      provider: 'aws',
      storeProduct: 's3',
      region: 'eu-west-1',
      availabilityZone: 'a',
      isDefault: true,
    },
  ]);
  expect(stores.byId(S3.id)?.plainGetUrl('a b')).toBe(
    'https://media-bucket.s3.eu-west-1.amazonaws.com/a%20b',
  );
  expect(stores.byId(FILE.id)?.plainGetUrl('a b')).toBe('http://me/media/a%20b');
});

test('without a default there is none, and without a file store the data folder is not touched', async () => {
  const { stores, embedded } = await open([{ ...S3, default_storage: false }]);
  expect([stores.default, embedded]).toEqual([null, null]);
  expect(await readdir(folder())).toEqual(['backends.json']);
});

test('keys can come from a file beside the backends file', async () => {
  const { access_key_id_env: _id, secret_access_key_env: _key, ...entry } = S3;
  await mkdir(join(folder(), 'keys'));
  await writeFile(
    join(folder(), 'keys/s3.json'),
    JSON.stringify({ access_key_id: 'A', secret_access_key: SECRET }),
  );
  const fromFile = await open([{ ...entry, credentials_file: 'keys/s3.json' }], {});
  const fromEnv = await open([S3], { MEDIA_KEY_ID: 'A', MEDIA_SECRET: SECRET });
  const now = new Date();
  expect(fromFile.stores.default?.presignedGetUrls(['x'], now)).toEqual(
    fromEnv.stores.default?.presignedGetUrls(['x'], now),
  );
  await writeFile(join(folder(), 'keys/s3.json'), `{"access_key_id": "A", "secret_access_key": ${SECRET}}`);
  expect(await faultOf(open([{ ...entry, credentials_file: 'keys/s3.json' }]))).toBe(
    'The credentials file /keys/s3.json is not JSON.',
  );
});

test.each<[string, unknown, string]>([
  ['is not JSON', '[{', 'is not JSON.'],
  ['is no array', FILE, 'the whole: Invalid input: expected array, received object'],
  ['is empty', [], 'the whole: '],
  [
    'has an upper-case id',
    [{ ...FILE, id: FILE.id.toUpperCase() }],
    '[0].id: must be a lower-case UUID of version 1 to 5',
  ],
  [
    'has an id of version 7',
    [{ ...FILE, id: '60af2ab4-e8a5-7c65-a09b-d35983680315' }],
    '[0].id: must be a lower-case UUID',
  ],
  ['has one id twice', [FILE, { ...S3, id: FILE.id }], '[1].id: is used twice'],
  ['has one label twice', [FILE, { ...S3, label: 'local' }], '[1].label: is used twice'],
  ['has an empty label', [{ ...FILE, label: '' }], '[0].label: '],
  ['has no label', [{ ...FILE, label: undefined }], '[0].label: '],
  ['has a label with a comma', [{ ...FILE, label: 'a,b' }], '[0].label: may not have commas'],
  [
    'has two defaults',
    [{ ...FILE, default_storage: true }, S3],
    '[1].default_storage: is set on more than one backend',
  ],
  [
    'has two file stores',
    [FILE, { ...FILE, id: S3.id, label: 'b' }],
    '[1].kind: is "file" on more than one backend',
  ],
  ['has another store type', [{ ...FILE, store_type: 'tape' }], '[0].store_type: '],
  ['has another kind', [{ ...FILE, kind: 'ftp' }], '[0].kind: '],
  [
    'has a property that is not known',
    [{ ...FILE, secret_access_key: SECRET }],
    '[0]: Unrecognized key: "secret_access_key"',
  ],
  [
    'has an endpoint with a path',
    [{ ...S3, endpoint: 'https://host/path' }],
    '[0].endpoint: must be an http or https URL',
  ],
  [
    'has an endpoint with a password',
    [{ ...S3, endpoint: `https://me:${SECRET}@host` }],
    '[0].endpoint: must be',
  ],
  ['has an endpoint that is no URL', [{ ...S3, endpoint: 'host' }], '[0].endpoint: must be'],
  ['has a bucket with a slash', [{ ...S3, bucket: 'a/b' }], '[0].bucket: must be the name of an S3 bucket'],
  [
    'names half a key',
    [{ ...S3, secret_access_key_env: undefined }],
    '[0]: needs access_key_id_env and secret_access_key_env together',
  ],
  ['names keys twice', [{ ...S3, credentials_file: 'x' }], '[0]: needs either'],
])('a file that %s is refused, by the name of the value', async (_what, entries, fault) => {
  const message = await faultOf(open(entries));
  expect(message).toMatch(/^The storage backends file \/backends\.json is not /);
  expect(message).toContain(fault);
});

test('what is missing is named: the file, the variable, the credentials file', async () => {
  const backendsFile = join(folder(), 'none.json');
  const options = { backendsFile, dataFolder: folder(), publicUrl: () => '', env: {} };
  expect(await faultOf(openMedia(options))).toBe(
    'The storage backends file /none.json cannot be read (ENOENT).',
  );
  expect(await faultOf(open([S3], { MEDIA_KEY_ID: 'x', MEDIA_SECRET: '' }))).toBe(
    'The storage backend "remote" needs the environment variable MEDIA_SECRET, which is not set.',
  );
  const { access_key_id_env: _id, secret_access_key_env: _key, ...entry } = S3;
  expect(await faultOf(open([{ ...entry, credentials_file: 'none' }]))).toBe(
    'The credentials file /none cannot be read (ENOENT).',
  );
});
