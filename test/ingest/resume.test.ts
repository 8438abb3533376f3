import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GatewayClient, ingestHls, samplePlaylist, SAMPLE_SEED, type IngestSummary } from '../../src/ingest';
import { addSegments, allocate, putFlow } from '../../src/ingest/operations';
import { nameUuid, newObjectId } from '../../src/ingest/ids';
import { startGateway, type TestGateway } from '../server/gateway';
import { failureOf } from './failure-of';
import { sampleFile } from './fixture';
import { FlakyProxy, type Fate } from './flaky-proxy';
import { readBack } from './read-back';

let dataDir: string;
let proxy: FlakyProxy;
let gateway: TestGateway;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tams-ingest-test-'));
  proxy = await FlakyProxy.start();
  await startBehindProxy();
});
afterEach(async () => {
  await gateway.close();
  await proxy.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function startBehindProxy(): Promise<void> {
  gateway = await startGateway({ dataDir, env: { TAMS_PUBLIC_URL: proxy.url } });
  proxy.target = gateway.url;
}

const ingest = (signal?: AbortSignal): Promise<IngestSummary> =>
  ingestHls({ playlist: samplePlaylist(), gateway: proxy.url, idSeed: SAMPLE_SEED, signal });

async function expectWholeSample(): Promise<void> {
  const { flows } = await ingest();
  for (const [index, folder] of ['360p', '180p', 'audio'].entries()) {
    const segments = await readBack(gateway.url, flows[index]!.id);
    expect(segments.map(({ bytes }) => bytes.length)).toEqual(
      Array.from({ length: 10 }, (_, segment) => sampleFile(`${folder}/${segment}.m2t`).length),
    );
    segments.forEach(({ bytes }, segment) =>
      expect(bytes.equals(sampleFile(`${folder}/${segment}.m2t`))).toBe(true),
    );
  }
}

it('finishes what it has begun when it is stopped, and the next run adds the rest', async () => {
  const stop = new AbortController();
  let uploads = 0;
  proxy.fate = ({ method }) => {
    if (method === 'PUT' && ++uploads === 12) stop.abort();
    return 'through';
  };
  await expect(ingest(stop.signal)).rejects.toMatchObject({ failure: 'interrupted', exitCode: 130 });
  const second = await ingest();
  expect(second.segmentsSkipped).toBeGreaterThanOrEqual(12);
  expect(second.segmentsSkipped).toBeLessThan(30);
  expect(second.segmentsAdded + second.segmentsSkipped).toBe(30);
  await expectWholeSample();
}, 60_000);

it('goes on after the gateway died in the middle, with every segment once', async () => {
  let uploads = 0;
  let dead = false;
  proxy.fate = ({ method }): Fate => {
    if (method === 'PUT' && ++uploads === 15) dead = true;
    return dead ? 'cut' : 'through';
  };
  expect((await failureOf(ingest())).message).toMatch(/cannot be reached/);
  await gateway.close();
  proxy.fate = () => 'through';
  await startBehindProxy();
  await expectWholeSample();
  expect(await ingest()).toMatchObject({ segmentsAdded: 0, segmentsSkipped: 30 });
}, 90_000);

it.each<Fate>(['refused', 'cut', 'answer lost'])(
  'gets everything through a network on which one request in four is %s',
  async (fate) => {
    let request = 0;
    proxy.fate = () => (++request % 4 === 0 ? fate : 'through');
    expect(await ingest()).toMatchObject({ segmentsAdded: 30 });
    proxy.fate = () => 'through';
    await expectWholeSample();
  },
  120_000,
);

it('a segment that is really in the way is told from one whose answer was lost', async () => {
  const client = new GatewayClient(proxy.url);
  const flowId = nameUuid('flow of this test');
  await putFlow(client, {
    id: flowId,
    sourceId: nameUuid('source of this test'),
    format: 'MULTI',
    label: 'Test',
    container: 'video/mp2t',
  });
  const [one, two] = await allocate(client, flowId, () => [newObjectId(flowId, 0), newObjectId(flowId, 1)]);
  const at = (objectId: string, timerange: string) => ({ objectId, timerange, tsOffset: '0:0' });
  let lost = false;
  proxy.fate = () => {
    if (lost) return 'through';
    lost = true;
    return 'answer lost';
  };
  await addSegments(client, flowId, [at(one!.objectId, '[0:0_2:0)')]);
  await expect(addSegments(client, flowId, [at(two!.objectId, '[1:0_3:0)')])).rejects.toThrow(
    /The gateway refused: .*overlap.*\(segment \[1:0_3:0\) of flow/i,
  );
});
