import { ingestHls } from '../../src/ingest';
import { graphql, startGateway, type TestGateway } from '../server/gateway';
import { fmp4File, fmp4Path, sampleFile } from './fixture';
import { HlsServer } from './hls-server';
import { readBack } from './read-back';

let gateway: TestGateway;
let hls: HlsServer;
beforeAll(async () => {
  gateway = await startGateway();
  hls = await HlsServer.start();
});
afterAll(async () => {
  await hls.close();
  await gateway.close();
});

describe('fragmented MP4', () => {
  it('is stored with the initialisation section in front of each segment', async () => {
    const summary = await ingestHls({ playlist: fmp4Path('master.m3u8'), gateway: gateway.url });
    expect(summary.flows.map(({ format, segmentsAdded }) => [format, segmentsAdded])).toEqual([
      ['VIDEO', 3],
      ['AUDIO', 4],
      ['MULTI', 0],
    ]);
    const [picture, sound] = summary.flows;
    const pictures = await readBack(gateway.url, picture!.id);
    expect(pictures.map(({ timerange }) => timerange)).toEqual(['[0:0_2:0)', '[2:0_4:0)', '[4:0_6:0)']);
    pictures.forEach(({ bytes, tsOffset }, index) => {
      expect(
        bytes.equals(Buffer.concat([fmp4File('video/init_0.mp4'), fmp4File(`video/${index}.m4s`)])),
      ).toBe(true);
      expect(tsOffset).toBe('-0:80000000');
    });
    const sounds = await readBack(gateway.url, sound!.id);
    expect(
      sounds[3]!.bytes.equals(Buffer.concat([fmp4File('audio/init_1.mp4'), fmp4File('audio/3.m4s')])),
    ).toBe(true);
    const { data } = await graphql(
      gateway.url,
      'query ($id: UUID!) { flow(id: $id) { codec container ... on VideoFlow { essenceParameters { frameWidth } } } }',
      { id: picture!.id },
    );
    expect(data).toEqual({
      flow: { codec: 'video/h264', container: 'video/mp4', essenceParameters: { frameWidth: 160 } },
    });
  });
});

describe.each([
  ['that answers ranges', true],
  ['that ignores them', false],
])('byte ranges on a server %s', (_, ranges) => {
  it('cut the segments out of one resource, initialisation section included', async () => {
    const parts = ['video/init_0.mp4', 'video/0.m4s', 'video/1.m4s', 'video/2.m4s'].map(fmp4File);
    const [init, zero, one, two] = parts.map(({ length }) => length);
    const name = `/ranges-${String(ranges)}`;
    hls.ranges = ranges;
    hls.files.set(`${name}/all.mp4`, Buffer.concat(parts));
    hls.files.set(
      `${name}/index.m3u8`,
      `#EXTM3U
#EXT-X-TARGETDURATION:2
#EXT-X-MAP:URI="all.mp4",BYTERANGE="${init!}@0"
#EXTINF:2,
#EXT-X-BYTERANGE:${zero!}@${init!}
all.mp4
#EXTINF:2,
#EXT-X-BYTERANGE:${one!}
all.mp4
#EXTINF:2,
#EXT-X-BYTERANGE:${two!}
all.mp4
#EXT-X-ENDLIST
`,
    );
    const summary = await ingestHls({ playlist: `${hls.url}${name}/index.m3u8`, gateway: gateway.url });
    expect(summary).toMatchObject({ segmentsAdded: 3, flows: [{ format: 'VIDEO' }] });
    const segments = await readBack(gateway.url, summary.flows[0]!.id);
    segments.forEach(({ bytes }, index) =>
      expect(bytes.equals(Buffer.concat([parts[0]!, parts[index + 1]!]))).toBe(true),
    );
  });
});

it('picture and sound in the same segments make a multi flow with media, and its two essences without', async () => {
  // Two MPEG-TS streams, one behind the other, are no multiplex; MP4 with two tracks would need a third fixture. What
  // counts here is that the playlist says so: the probe sees H.264, CODECS adds a sound that it does not read (AC-3).
  hls.files.set('/mux/0.m2t', sampleFile('360p/0.m2t'));
  hls.files.set('/mux/index.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n0.m2t\n#EXT-X-ENDLIST\n');
  hls.files.set(
    '/mux/master.m3u8',
    '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS="avc1.4d401e,ac-3",FRAME-RATE=29.970\nindex.m3u8\n',
  );
  const options = { playlist: `${hls.url}/mux/master.m3u8?token=secret`, gateway: gateway.url };
  await expect(ingestHls(options)).rejects.toThrow(
    /does not tell its sample rate and channels: give them as options/,
  );
  const summary = await ingestHls({ ...options, sampleRate: 48_000, channels: 6 });
  expect(summary.flows.map(({ format, segmentsAdded }) => [format, segmentsAdded])).toEqual([
    ['VIDEO', 0],
    ['AUDIO', 0],
    ['MULTI', 1],
  ]);
  const { data } = await graphql(
    gateway.url,
    `
      query ($id: UUID!) {
        flow(id: $id) {
          label
          container
          maxBitRate
          flowCollection {
            role
            containerMapping
            flow {
              codec
              container
              ... on AudioFlow {
                audio: essenceParameters {
                  sampleRate
                  channels
                }
              }
              ... on VideoFlow {
                video: essenceParameters {
                  frameRate {
                    numerator
                    denominator
                  }
                }
              }
            }
          }
        }
      }
    `,
    { id: summary.flows[2]!.id },
  );
  expect(data).toEqual({
    flow: {
      label: 'mux 640x360',
      container: 'video/mp2t',
      maxBitRate: 500,
      flowCollection: [
        {
          role: 'video',
          containerMapping: { mp2ts_container: { pid: 256 } },
          flow: {
            codec: 'video/h264',
            container: null,
            video: { frameRate: { numerator: 30_000, denominator: 1001 } },
          },
        },
        {
          role: 'audio',
          containerMapping: null,
          flow: { codec: 'audio/ac3', container: null, audio: { sampleRate: 48_000, channels: 6 } },
        },
      ],
    },
  });
});

it('a token in the URL is used for fetching and makes no other ids', async () => {
  hls.files.set(
    '/token/index.m3u8',
    '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n0.m2t?t=1\n#EXT-X-ENDLIST\n',
  );
  hls.files.set('/token/0.m2t', sampleFile('180p/0.m2t'));
  const ingest = (token: string) =>
    ingestHls({ playlist: `${hls.url}/token/index.m3u8?t=${token}`, gateway: gateway.url });
  expect(await ingest('one')).toMatchObject({ segmentsAdded: 1 });
  expect(await ingest('two')).toMatchObject({ segmentsAdded: 0, segmentsSkipped: 1 });
  expect(hls.asked).toEqual(expect.arrayContaining(['/token/index.m3u8?t=one', '/token/0.m2t?t=1']));
});
