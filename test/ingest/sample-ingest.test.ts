import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ingestHls, samplePlaylist, SAMPLE_SEED, type IngestSummary } from '../../src/ingest';
import { graphql, startGateway, type TestGateway } from '../server/gateway';
import { readBack } from './read-back';

const folder = path.dirname(samplePlaylist());
let gateway: TestGateway;
let first: IngestSummary;

const ingest = (): Promise<IngestSummary> =>
  ingestHls({ playlist: samplePlaylist(), gateway: gateway.url, idSeed: SAMPLE_SEED });

beforeAll(async () => {
  gateway = await startGateway();
  first = await ingest();
});
afterAll(() => gateway.close());

it('adds the whole sample: two pictures, a sound, and the flow that collects them', () => {
  expect(first).toMatchObject({ segmentsAdded: 30, segmentsSkipped: 0, bytes: 1_132_700 });
  expect(first.flows.map(({ label, format, segmentsAdded }) => [label, format, segmentsAdded])).toEqual([
    ['sample 640x360', 'VIDEO', 10],
    ['sample 320x180', 'VIDEO', 10],
    ['sample Tone', 'AUDIO', 10],
    ['sample', 'MULTI', 0],
  ]);
});

it.each([
  ['sample 640x360', '360p'],
  ['sample 320x180', '180p'],
  ['sample Tone', 'audio'],
])('%s reads back byte by byte', async (label, rendition) => {
  const flow = first.flows.find((one) => one.label === label);
  const segments = await readBack(gateway.url, flow!.id);
  expect(segments).toHaveLength(10);
  segments.forEach(({ bytes }, index) =>
    expect(bytes.equals(readFileSync(path.join(folder, rendition, `${index}.m2t`)))).toBe(true),
  );
});

it('places sound by its own durations, without gap or overlap', async () => {
  const sound = first.flows.find(({ format }) => format === 'AUDIO');
  const { data } = await graphql<{ flow: { timerange: string; coverage: { ranges: string[] } } }>(
    gateway.url,
    'query ($id: UUID!) { flow(id: $id) { timerange coverage { ranges gaps segmentCount } } }',
    { id: sound!.id },
  );
  expect(data?.flow).toEqual({
    timerange: '[0:0_19:981331000)',
    coverage: { ranges: ['[0:0_19:981331000)'], gaps: [], segmentCount: 10 },
  });
});

it('describes the flows and their sources in TAMS terms', async () => {
  const { data } = await graphql(
    gateway.url,
    `
      query ($picture: UUID!, $sound: UUID!, $all: UUID!) {
        picture: flow(id: $picture) {
          codec
          container
          avgBitRate
          maxBitRate
          segmentDuration {
            numerator
            denominator
          }
          source {
            label
            format
          }
          segments(first: 1) {
            nodes {
              tsOffset
            }
          }
          ... on VideoFlow {
            essenceParameters {
              frameWidth
              frameHeight
              frameRate {
                numerator
                denominator
              }
              avcParameters {
                profile
                level
                flags
              }
            }
          }
        }
        sound: flow(id: $sound) {
          codec
          container
          source {
            label
          }
          ... on AudioFlow {
            essenceParameters {
              sampleRate
              channels
              codecParameters {
                mp4Oti
                codedFrameSize
              }
            }
          }
        }
        all: flow(id: $all) {
          format
          container
          flowCollection {
            role
            flow {
              label
              source {
                id
              }
            }
          }
        }
      }
    `,
    { picture: first.flows[0]!.id, sound: first.flows[2]!.id, all: first.flows[3]!.id },
  );
  expect(data?.picture).toEqual({
    codec: 'video/h264',
    container: 'video/mp2t',
    avgBitRate: 285,
    maxBitRate: 307,
    segmentDuration: { numerator: 2, denominator: 1 },
    source: { label: 'sample picture', format: 'VIDEO' },
    // The first picture's time stamp in the container is 1.48 s, and its place on the timeline is 0:0.
    segments: { nodes: [{ tsOffset: '-1:480000000' }] },
    essenceParameters: {
      frameWidth: 640,
      frameHeight: 360,
      frameRate: { numerator: 25, denominator: 1 },
      avcParameters: { profile: 77, level: 30, flags: 64 },
    },
  });
  expect(data?.sound).toMatchObject({
    codec: 'audio/aac',
    source: { label: 'sample Tone' },
    essenceParameters: {
      sampleRate: 48_000,
      channels: 2,
      codecParameters: { mp4Oti: 2, codedFrameSize: 1024 },
    },
  });
  const all = data?.all as { flowCollection: { role: string; flow: { source: { id: string } } }[] };
  expect(all).toMatchObject({ format: 'MULTI', container: null });
  expect(all.flowCollection.map(({ role }) => role)).toEqual(['video', 'video', 'audio']);
  const [large, small, sound] = all.flowCollection.map(({ flow }) => flow.source.id);
  expect(large).toBe(small);
  expect(sound).not.toBe(large);
});

it('a second run adds nothing, and leaves what people changed', async () => {
  const { id } = first.flows[0]!;
  await graphql(
    gateway.url,
    'mutation ($id: UUID!) { updateFlow(id: $id, patch: { label: "Mine" }) { id } }',
    { id },
  );
  expect(await ingest()).toMatchObject({ segmentsAdded: 0, segmentsSkipped: 30, bytes: 0 });
  const { data } = await graphql(gateway.url, 'query ($id: UUID!) { flow(id: $id) { label } }', { id });
  expect(data).toEqual({ flow: { label: 'Mine' } });
});

it('a segment that was deleted since is added again, and only that', async () => {
  const { id } = first.flows[1]!;
  await graphql(
    gateway.url,
    'mutation ($id: UUID!) { deleteSegments(flowId: $id, timerange: "[4:0_6:0)") { deleted } }',
    { id },
  );
  expect(await ingest()).toMatchObject({ segmentsAdded: 1, segmentsSkipped: 29 });
  const segments = await readBack(gateway.url, id);
  expect(segments[2]).toMatchObject({ timerange: '[4:0_6:0)', tsOffset: '-1:480000000' });
  expect(segments[2]!.bytes.equals(readFileSync(path.join(folder, '180p/2.m2t')))).toBe(true);
});

it('another seed is another presentation', async () => {
  const other = await ingestHls({
    playlist: samplePlaylist(),
    gateway: gateway.url,
    idSeed: 'another',
    start: '100:0',
    label: 'Other',
  });
  expect(other.segmentsAdded).toBe(30);
  expect(other.flows.map(({ id }) => id)).not.toContain(first.flows[0]!.id);
  expect((await readBack(gateway.url, other.flows[0]!.id))[0]?.timerange).toBe('[100:0_102:0)');
});
