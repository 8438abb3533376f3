import { readFileSync } from 'node:fs';
import path from 'node:path';
import { probe } from '../../src/ingest/probe';
import { samplePlaylist } from '../../src/ingest/sample';

const sample = (name: string): Buffer => readFileSync(path.join(path.dirname(samplePlaylist()), name));
const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, 'fixtures/fmp4', name));

it('finds the picture in MPEG-TS', () =>
  expect(probe(sample('360p/0.m2t'))).toEqual({
    container: 'video/mp2t',
    video: { codec: 'avc1.4d401e', width: 640, height: 360, track: 256 },
    audio: null,
    firstTime: 1_480_000_000n,
  }));

it('finds the sound in MPEG-TS', () =>
  expect(probe(sample('audio/0.m2t'))).toEqual({
    container: 'video/mp2t',
    video: null,
    audio: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2, track: 256 },
    firstTime: 1_458_666_667n,
  }));

it('finds the picture in fragmented MP4, and the time of its first sample', () =>
  expect(probe(Buffer.concat([fixture('video/init_0.mp4'), fixture('video/0.m4s')]))).toEqual({
    container: 'video/mp4',
    video: { codec: 'avc1.64000c', width: 160, height: 90, track: 1 },
    audio: null,
    firstTime: 80_000_000n,
  }));

it('finds the sound in fragmented MP4', () =>
  expect(probe(Buffer.concat([fixture('audio/init_1.mp4'), fixture('audio/1.m4s')]))).toMatchObject({
    audio: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 },
    firstTime: 2_005_333_333n,
  }));

it('is honest about what it does not know', () => {
  expect(probe(Buffer.alloc(0))).toBeNull();
  expect(probe(Buffer.from('<html><body>Not found</body></html>'))).toBeNull();
  expect(probe(fixture('video/0.m4s'))).toMatchObject({
    container: 'video/mp4',
    video: null,
    firstTime: null,
  });
  expect(probe(Buffer.alloc(188 * 4, 0x47))).toMatchObject({
    container: 'video/mp2t',
    video: null,
    audio: null,
  });
});
