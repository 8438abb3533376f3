import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { doctor } from '../../src/server/cli/doctor';
import { diagnose } from '../../src/server/doctor/diagnose';
import { diskFinding } from '../../src/server/doctor/disk-finding';
import type { Finding } from '../../src/server/doctor/finding';
import { storeFindings } from '../../src/server/doctor/store-findings';
import { graphql, startGateway } from './gateway';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-doctor-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const look = (env: Record<string, string> = {}): Promise<Finding[]> =>
  diagnose({ TAMS_DATA_DIR: folder, ...env });
const faults = (findings: Finding[]): Finding[] => findings.filter(({ ok }) => !ok);

/** A store with one event in it. */
async function makeStore(): Promise<void> {
  const gateway = await startGateway({ dataDir: folder });
  const id = '11111111-1111-4111-8111-111111111111';
  const response = await fetch(`${gateway.url}/tams/v7.0/flows/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id,
      source_id: '22222222-2222-4222-8222-222222222222',
      format: 'urn:x-nmos:format:data',
      codec: 'application/json',
      essence_parameters: { data_type: 'urn:x-tams:data:example' },
    }),
  });
  expect(response.status).toBe(201);
  await gateway.close();
}

/** Whether what answers like an S3 store is well. */
async function withStore(answer: RequestListener): Promise<Finding[]> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await lookAt((server.address() as AddressInfo).port);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function lookAt(port: number): Promise<Finding[]> {
  const file = path.join(folder, 'backends.json');
  const entry = {
    kind: 's3',
    id: '33333333-3333-4333-8333-333333333333',
    label: 'bucket-store',
    store_type: 'http_object_store',
    provider: 'test',
    store_product: 'test',
    default_storage: true,
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'media',
    region: 'us-east-1',
    path_style: true,
    access_key_id_env: 'KEY_ID',
    secret_access_key_env: 'KEY_SECRET',
  };
  await writeFile(file, JSON.stringify([entry]));
  return look({ TAMS_STORAGE_BACKENDS: file, KEY_ID: 'id', KEY_SECRET: 'secret' });
}

const says = (status: number, code: string, date?: Date): RequestListener =>
  function (_request, response) {
    if (date) response.setHeader('date', date.toUTCString());
    response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
  };

describe('settings', () => {
  it('names each mistake', async () => {
    const findings = await look({ TAMS_PORT: 'high', TAMS_HOSTT: 'x' });
    expect(findings.map(({ words }) => words)).toEqual([
      expect.stringContaining('TAMS_PORT must be'),
      expect.stringContaining('TAMS_HOSTT is no setting'),
    ]);
    expect(faults(findings)).toHaveLength(2);
  });
});

describe('store', () => {
  it('is fine when there is none yet, and none is made', async () => {
    expect(faults(await look())).toEqual([]);
    await expect(open(path.join(folder, 'store'), 'r')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is fine when it can be opened, and when a server has it', async () => {
    await makeStore();
    expect(faults(await look())).toEqual([]);
    const gateway = await startGateway({ dataDir: folder });
    const findings = await look();
    expect(findings).toContainEqual(
      expect.objectContaining({
        subject: 'store',
        ok: true,
        words: expect.stringContaining('a server has it') as string,
      }),
    );
    const answer = await graphql(gateway.url, '{ flows(first: 1) { nodes { id } } }');
    expect(answer.errors).toBeUndefined();
    await gateway.close();
  });

  it('says that its file is damaged, and that it is of a newer version', async () => {
    await makeStore();
    const file = path.join(folder, 'store', 'store.db');
    const handle = await open(file, 'r+');
    await handle.write(Buffer.from([0, 0, 0, 99]), 0, 4, 60);
    expect(faults(await look())[0]?.words).toMatch(/format 99 is newer .* run the newer version/);
    await handle.write(Buffer.from('nonsense'), 0, 8, 0);
    await handle.close();
    expect(faults(await look())[0]?.words).toMatch(/damaged or no store: restore a backup/);
  });
});

it('says that the disk is almost full', async () => {
  expect(await diskFinding(path.join(folder, 'not', 'yet'), 1)).toMatchObject({ ok: true });
  expect(await diskFinding(folder, Number.MAX_SAFE_INTEGER)).toMatchObject({
    ok: false,
    words: expect.stringContaining('Make room') as string,
  });
});

describe('clock', () => {
  it('is wrong when the newest event is ahead of it', async () => {
    await makeStore();
    const late = await storeFindings(folder, Date.now() - 3_600_000);
    expect(faults(late)).toEqual([
      {
        subject: 'clock',
        ok: false,
        words: expect.stringMatching(/3\d\d\d s ahead .* set the clock/) as string,
      },
    ]);
  });

  it('is wrong when it is apart from that of a media store', async () => {
    const findings = await withStore(says(404, 'NoSuchKey', new Date(Date.now() - 600_000)));
    expect(faults(findings)).toEqual([
      {
        subject: 'clock',
        ok: false,
        words: expect.stringMatching(/(600|601|599) s apart .*bucket-store/) as string,
      },
    ]);
  });
});

describe('media stores', () => {
  it('are fine when they know the bucket and the keys', async () => {
    expect(faults(await withStore(says(404, 'NoSuchKey')))).toEqual([]);
  });

  it.each([
    [404, 'NoSuchBucket', /no such bucket/],
    [403, 'SignatureDoesNotMatch', /refuses the keys/],
    [403, 'InvalidAccessKeyId', /refuses the keys/],
    [301, 'PermanentRedirect', /endpoint, region/],
  ])('%d %s says what to do', async (status, code, words) => {
    expect(faults(await withStore(says(status, code)))[0]?.words).toMatch(words);
  });

  it('that do not answer are named, and nothing secret is', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const findings = await lookAt(port);
    expect(faults(findings)[0]?.words).toMatch(/bucket-store does not answer/);
    expect(JSON.stringify(findings)).not.toMatch(/secret|signature/i);
  });

  it('say when their file cannot be used', async () => {
    const findings = await look({ TAMS_STORAGE_BACKENDS: path.join(folder, 'missing.json') });
    expect(faults(findings)[0]?.words).toMatch(/cannot be read/);
  });
});

it('prints a line for each finding and fails when one is wrong', async () => {
  const lines: string[] = [];
  await doctor({ TAMS_DATA_DIR: folder }, (text) => lines.push(text));
  expect(lines.join('')).toMatch(/^ok +settings .*\nok +store .*\nok +disk .*\nok +media .*\n$/);
  await expect(doctor({ TAMS_PORT: 'x' }, () => undefined)).rejects.toThrow('1 of 1 findings');
});
