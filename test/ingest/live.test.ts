import { ingestHls, type Progress } from '../../src/ingest';
import { startGateway, type TestGateway } from '../server/gateway';
import { sampleFile, windowPlaylist } from './fixture';
import { HlsServer } from './hls-server';
import { readBack, timeranges } from './read-back';

let gateway: TestGateway;
let hls: HlsServer;
beforeAll(async () => {
  gateway = await startGateway();
  hls = await HlsServer.start();
  for (let index = 0; index < 10; index += 1) hls.files.set(`/${index}.m2t`, sampleFile(`180p/${index}.m2t`));
});
afterAll(async () => {
  await hls.close();
  await gateway.close();
});

/** Changes the playlist at each reading; the last text stays. */
function serve(name: string, ...texts: string[]): string {
  let reading = 0;
  hls.fault = (path) => {
    if (path === `/${name}.m3u8`) hls.files.set(path, texts[Math.min(reading++, texts.length - 1)]!);
    return null;
  };
  return `${hls.url}/${name}.m3u8`;
}

function listener(): Progress & { notes: string[] } {
  const notes: string[] = [];
  const ignore = (): void => undefined;
  return { notes, expect: ignore, advance: ignore, close: ignore, note: (text) => notes.push(text) };
}

it('follows a playlist that grows and slides, until it ends', async () => {
  const playlist = serve(
    'growing',
    windowPlaylist(0, 1),
    windowPlaylist(0, 1),
    windowPlaylist(1, 3),
    windowPlaylist(3, 5, { ended: true }),
  );
  const summary = await ingestHls({ playlist, gateway: gateway.url });
  expect(summary).toMatchObject({ segmentsAdded: 6, segmentsSkipped: 0 });
  const segments = await readBack(gateway.url, summary.flows[0]!.id);
  expect(segments.map(({ timerange }) => timerange)).toEqual([
    '[0:0_2:0)',
    '[2:0_4:0)',
    '[4:0_6:0)',
    '[6:0_8:0)',
    '[8:0_10:0)',
    '[10:0_12:0)',
  ]);
  segments.forEach(({ bytes }, index) => expect(bytes.equals(sampleFile(`180p/${index}.m2t`))).toBe(true));
});

it('waits for the first segment', async () => {
  const empty = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n';
  const playlist = serve('empty', empty, empty, windowPlaylist(0, 0, { ended: true }));
  expect(await ingestHls({ playlist, gateway: gateway.url })).toMatchObject({ segmentsAdded: 1 });
});

it('reports segments that left the window unseen, and leaves a gap for them', async () => {
  const progress = listener();
  const playlist = serve(
    'sliding',
    windowPlaylist(0, 1, { target: 2 }),
    windowPlaylist(4, 5, { target: 2, ended: true }),
  );
  const summary = await ingestHls({ playlist, gateway: gateway.url, progress });
  expect(await timeranges(gateway.url, summary.flows[0]!.id)).toEqual([
    '[0:0_2:0)',
    '[2:0_4:0)',
    '[8:0_10:0)',
    '[10:0_12:0)',
  ]);
  expect(progress.notes).toEqual([
    expect.stringMatching(/2 segments left the live playlist unseen; a gap before 8:0/),
  ]);
});

it('goes on after a segment that is gone already, and says so', async () => {
  const progress = listener();
  let reading = 0;
  hls.fault = (path) => {
    if (path === '/gone.m3u8') {
      hls.files.set(path, windowPlaylist(0, reading === 0 ? 2 : 3, { ended: reading > 0 }));
      reading += 1;
    }
    return path === '/1.m2t' ? 404 : null;
  };
  const summary = await ingestHls({ playlist: `${hls.url}/gone.m3u8`, gateway: gateway.url, progress });
  expect(await timeranges(gateway.url, summary.flows[0]!.id)).toEqual([
    '[0:0_2:0)',
    '[4:0_6:0)',
    '[6:0_8:0)',
  ]);
  expect(progress.notes).toEqual([
    expect.stringMatching(/\[2:0_4:0\) is lost: .*1\.m2t answered 404 Not Found/),
  ]);
});

it('stops on request and goes on where it was, though the window has moved', async () => {
  const stop = new AbortController();
  let playlist = serve('resumed', windowPlaylist(0, 2));
  const ignore = (): void => undefined;
  let done = 0;
  const progress: Progress = {
    expect: ignore,
    note: ignore,
    close: ignore,
    advance: () => {
      done += 1;
      if (done === 3) stop.abort();
    },
  };
  await expect(
    ingestHls({ playlist, gateway: gateway.url, signal: stop.signal, progress }),
  ).rejects.toMatchObject({
    failure: 'interrupted',
    exitCode: 130,
    message: 'Stopped after 3 segments; run the same command again to add the rest.',
  });
  playlist = serve('resumed', windowPlaylist(2, 4, { ended: true }));
  const summary = await ingestHls({ playlist, gateway: gateway.url });
  expect(summary).toMatchObject({ segmentsAdded: 2, segmentsSkipped: 1 });
  expect(await timeranges(gateway.url, summary.flows[0]!.id)).toEqual([
    '[0:0_2:0)',
    '[2:0_4:0)',
    '[4:0_6:0)',
    '[6:0_8:0)',
    '[8:0_10:0)',
  ]);
});

it('says when the encoder began anew', async () => {
  const playlist = serve('restarted', windowPlaylist(7, 8), windowPlaylist(0, 1));
  await expect(ingestHls({ playlist, gateway: gateway.url })).rejects.toThrow(
    /began anew with lower sequence numbers/,
  );
});
