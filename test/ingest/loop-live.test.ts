import { ingestHls, loopLive, type LoopLiveSummary } from '../../src/ingest';
import { graphql, startGateway, type TestGateway } from '../server/gateway';
import { failureOf } from './failure-of';
import { sampleFile } from './fixture';
import { HlsServer } from './hls-server';
import { readBack } from './read-back';

let gateway: TestGateway;
let hls: HlsServer;
let flowId: string;
beforeAll(async () => {
  gateway = await startGateway();
  hls = await HlsServer.start();
  for (const index of [0, 1]) hls.files.set(`/${index}.m2t`, sampleFile(`180p/${index}.m2t`));
  // Said to be half a second long, so that the loop need not be waited for.
  const segments = [0, 1].map((index) => `#EXTINF:0.5,\n${index}.m2t\n`).join('');
  hls.files.set('/index.m3u8', `#EXTM3U\n#EXT-X-TARGETDURATION:1\n${segments}#EXT-X-ENDLIST\n`);
  const { flows } = await ingestHls({
    playlist: `${hls.url}/index.m3u8`,
    gateway: gateway.url,
    label: 'Loop',
  });
  flowId = flows[0]!.id;
});
afterAll(async () => {
  await hls.close();
  await gateway.close();
});

async function loopFor(count: number): Promise<LoopLiveSummary> {
  const stop = new AbortController();
  let seen = 0;
  return loopLive({
    gateway: gateway.url,
    flowId,
    signal: stop.signal,
    onSegment: () => {
      seen += 1;
      if (seen === count) stop.abort();
    },
  });
}

it('registers the same media again at the time of day, end to start, and goes on in a second run', async () => {
  const now = () => BigInt(Math.floor(Date.now() / 1000)) * 1_000_000_000n;
  const before = now();
  const first = await loopFor(3);
  expect(first.segmentsAdded).toBe(3);
  const second = await loopFor(2);
  expect(second).toEqual({ flowId: first.flowId, segmentsAdded: 2 });

  const live = await readBack(gateway.url, first.flowId);
  const original = await readBack(gateway.url, flowId);
  expect(live.map(({ objectId }) => objectId)).toEqual(
    [0, 1, 0, 1, 0].map((index) => original[index]!.objectId),
  );
  // It began in one of the seconds that the run took.
  const began = BigInt(/^\[(\d+):0_/.exec(live[0]!.timerange)![1]!) * 1_000_000_000n;
  expect(began >= before && began <= now()).toBe(true);
  live.forEach(({ timerange, tsOffset }, index) => {
    const start = began + BigInt(index) * 500_000_000n;
    expect(timerange).toBe(`[${text(start)}_${text(start + 500_000_000n)})`);
    // The object's own time (1.48 s at its start) plus the offset is the live time.
    expect(tsOffset).toBe(text(start - 1_480_000_000n - BigInt(index % 2) * 500_000_000n));
  });
});

it('makes a flow of a source of its own, with the essence of the one it loops over', async () => {
  const stop = new AbortController();
  let id = '';
  await loopLive({
    gateway: gateway.url,
    flowId,
    signal: stop.signal,
    onFlow: (live) => {
      id = live;
      stop.abort();
    },
  });
  const { data } = await graphql(
    gateway.url,
    `
      query ($a: UUID!, $b: UUID!) {
        live: flow(id: $a) {
          ...facts
          label
        }
        looped: flow(id: $b) {
          ...facts
        }
      }
      fragment facts on Flow {
        format
        codec
        container
        source {
          id
        }
        ... on VideoFlow {
          essenceParameters {
            frameWidth
            frameHeight
            avcParameters {
              profile
              level
              flags
            }
          }
        }
      }
    `,
    { a: id, b: flowId },
  );
  const { source, label, ...live } = data?.live as Record<string, unknown>;
  const { source: loopedSource, ...looped } = data?.looped as Record<string, unknown>;
  expect(live).toEqual(looped);
  expect(label).toBe('Live: Loop 320x180');
  expect(source).not.toEqual(loopedSource);
});

it('needs something to loop over', async () => {
  const nothing = '00000000-0000-4000-8000-000000000000';
  const { signal } = new AbortController();
  const { failure, message } = await failureOf(loopLive({ gateway: gateway.url, flowId: nothing, signal }));
  expect(failure).toBe('usage');
  expect(message).toMatch(/has no segments to loop over/);
});

function text(nanoseconds: bigint): string {
  return `${nanoseconds / 1_000_000_000n}:${nanoseconds % 1_000_000_000n}`;
}
