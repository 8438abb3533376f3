import { ingestHls, samplePlaylist } from '../../src/ingest';
import { graphql, startGateway, type TestGateway } from '../server/gateway';
import { failureOf } from './failure-of';
import { sampleFile } from './fixture';
import { HlsServer } from './hls-server';

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

const sentence = /^[^\n]{10,300}[.]$/;

describe('the playlist', () => {
  it.each([
    [
      'a file that is not there',
      '/nowhere/index.m3u8',
      /There is no playlist \/nowhere\/index\.m3u8/,
      'playlist',
    ],
    ['a folder', __dirname, /cannot be read: it is not a file/, 'playlist'],
    ['another scheme', 'rtmp://host/live', /neither a path nor an http or https URL/, 'usage'],
    ['a file that is no playlist', __filename, /it is no HLS playlist/, 'playlist'],
  ])('%s: one sentence', async (_, playlist, message, failure) => {
    const error = await failureOf(ingestHls({ playlist, gateway: gateway.url }));
    expect(error.failure).toBe(failure);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(sentence);
  });

  it('answered 404: no retries, no secrets', async () => {
    const run = ingestHls({ playlist: `${hls.url}/none.m3u8?token=secret`, gateway: gateway.url });
    await expect(run).rejects.toMatchObject({
      failure: 'playlist',
      message: `${hls.url}/none.m3u8 answered 404 Not Found.`,
    });
    expect(hls.asked.filter((path) => path.startsWith('/none'))).toHaveLength(1);
  });

  it('whose server is busy at first is read all the same', async () => {
    let faults = 2;
    hls.fault = () => (faults-- > 0 ? 503 : null);
    hls.files.set('/busy.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n0.m2t\n#EXT-X-ENDLIST\n');
    hls.files.set('/0.m2t', sampleFile('180p/0.m2t'));
    const summary = await ingestHls({ playlist: `${hls.url}/busy.m3u8`, gateway: gateway.url });
    expect(summary.segmentsAdded).toBe(1);
  });
});

describe('the media', () => {
  const vod = (name: string, ...segments: string[]): string => {
    const lines = segments.flatMap((segment) => ['#EXTINF:2,', segment]);
    const text = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', ...lines, '#EXT-X-ENDLIST'].join('\n');
    hls.files.set(`/${name}.m3u8`, text);
    return `${hls.url}/${name}.m3u8`;
  };

  it('a missing first segment: nothing is created', async () => {
    const before = await flowCount();
    await expect(ingestHls({ playlist: vod('a', 'none.m2t'), gateway: gateway.url })).rejects.toMatchObject({
      failure: 'media',
      exitCode: 4,
      message: `${hls.url}/none.m2t answered 404 Not Found.`,
    });
    expect(await flowCount()).toBe(before);
  });

  it('a missing later segment: the others are kept, and added is what is missing once it is there', async () => {
    hls.files.set('/0.m2t', sampleFile('180p/0.m2t')).set('/2.m2t', sampleFile('180p/2.m2t'));
    const playlist = vod('b', '0.m2t', 'late.m2t', '2.m2t');
    await expect(ingestHls({ playlist, gateway: gateway.url })).rejects.toThrow(/late\.m2t answered 404/);
    hls.files.set('/late.m2t', sampleFile('180p/1.m2t'));
    expect(await ingestHls({ playlist, gateway: gateway.url })).toMatchObject({
      segmentsAdded: 1,
      segmentsSkipped: 2,
    });
  });

  it('that is neither MPEG-TS nor MP4 is refused', async () => {
    hls.files.set('/page.m2t', '<html>Please log in</html>');
    await expect(ingestHls({ playlist: vod('c', 'page.m2t'), gateway: gateway.url })).rejects.toThrow(
      /page\.m2t cannot be ingested: it is neither MPEG-TS nor MP4\./,
    );
  });
});

describe('the gateway', () => {
  const to = (url: string) => ingestHls({ playlist: samplePlaylist(), gateway: url });

  it.each(['', 'localhost', 'ftp://host'])('%j is no gateway URL', async (url) => {
    const { failure, message } = await failureOf(to(url));
    expect(failure).toBe('usage');
    expect(message).toMatch(/is no gateway URL/);
  });

  it('that is a web server of another kind is told apart', async () => {
    hls.files.set('/graphql', '<html>Hello</html>');
    await expect(to(hls.url)).rejects.toThrow(
      /\/graphql is no GraphQL gateway: it answered 200 OK without GraphQL\./,
    );
    await expect(to(`${hls.url}/elsewhere`)).rejects.toThrow(/it answered 404 Not Found without GraphQL/);
  });

  it('that speaks GraphQL but is no TAMS is told apart', async () => {
    hls.files.set(
      '/graphql',
      '{"errors":[{"message":"Cannot query field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
    );
    await expect(to(hls.url)).rejects.toMatchObject({
      failure: 'gateway',
      message: `${hls.url}/graphql is a GraphQL server, but no TAMS gateway.`,
    });
  });

  it('that is not running is waited for, and then named', async () => {
    const gone = await HlsServer.start();
    const { url } = gone;
    await gone.close();
    const signal = AbortSignal.timeout(1_000); // Ends the waiting sooner than its fifteen seconds.
    const { exitCode, message } = await failureOf(
      ingestHls({ playlist: samplePlaylist(), gateway: url, signal }),
    );
    expect(exitCode).toBe(5);
    expect(message).toMatch(
      /^The gateway http:\/\/127\.0\.0\.1:\d+\/graphql cannot be reached: .*ECONNREFUSED/,
    );
  });

  it('whose flow is read-only is believed', async () => {
    const options = { playlist: samplePlaylist(), gateway: gateway.url, idSeed: 'read-only' };
    const { flows } = await ingestHls(options);
    const { id } = flows[0]!;
    await graphql(gateway.url, 'mutation ($id: UUID!) { deleteSegments(flowId: $id) { deleted } }', { id });
    await graphql(
      gateway.url,
      'mutation ($id: UUID!) { updateFlow(id: $id, patch: { readOnly: true }) { id } }',
      {
        id,
      },
    );
    await expect(ingestHls(options)).rejects.toMatchObject({ failure: 'gateway', code: 'FLOW_READ_ONLY' });
  });
});

it.each([
  [{ start: '5' }, /"5" is no TAMS timestamp/],
  [{ concurrency: 0 }, /concurrency must be a whole number from 1 to 32/],
  [{ sampleRate: 1.5 }, /sample rate must be/],
  [{ channels: 0 }, /number of channels must be/],
  [{ idSeed: '' }, /id seed must not be empty/],
])('the options %j are refused', (options, message) =>
  expect(ingestHls({ playlist: samplePlaylist(), gateway: gateway.url, ...options })).rejects.toThrow(
    message,
  ),
);

async function flowCount(): Promise<number> {
  const { data } = await graphql<{ flows: { totalCount: number } }>(gateway.url, '{ flows { totalCount } }');
  return data!.flows.totalCount;
}
