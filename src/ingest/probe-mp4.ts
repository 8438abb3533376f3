import { createFile, MP4BoxBuffer, type Movie } from 'mp4box';
import type { Probe } from './probe';
import { SECOND, type Nanoseconds } from './time';

/** Looks into MP4 bytes that begin with their `moov`, whole or fragmented. */
export function probeMp4(bytes: Buffer): Probe {
  const file = createFile();
  const tracks: Movie['tracks'] = [];
  file.onReady = (movie) => tracks.push(...movie.tracks);
  const copy = new Uint8Array(bytes).buffer;
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(copy, 0));
  file.flush();
  const video = tracks.find((track) => track.video);
  const audio = tracks.find((track) => track.audio);
  const times = tracks.flatMap(({ id, timescale }) =>
    file.getTrackSamplesInfo(id).map(({ cts }) => ticks(cts, timescale)),
  );
  return {
    container: 'video/mp4',
    video: video?.video
      ? { codec: video.codec, width: video.video.width, height: video.video.height, track: video.id }
      : null,
    audio: audio?.audio
      ? {
          codec: audio.codec,
          sampleRate: audio.audio.sample_rate,
          channels: audio.audio.channel_count,
          track: audio.id,
        }
      : null,
    firstTime: times.reduce<Nanoseconds | null>(
      (least, time) => (least === null || time < least ? time : least),
      null,
    ),
  };
}

function ticks(count: number, timescale: number): Nanoseconds {
  const scale = BigInt(timescale);
  return (BigInt(count) * SECOND + scale / 2n) / scale;
}
