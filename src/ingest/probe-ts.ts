import { codecs, mp2t } from 'mux.js';
import type { Probe, ProbedAudio, ProbedVideo } from './probe';
import type { Nanoseconds } from './time';

/** Looks into MPEG-TS bytes for H.264 and AAC (ADTS), the codecs that mux.js reads there. */
export function probeTransportStream(bytes: Uint8Array): Probe {
  const packets = new mp2t.TransportPacketStream();
  const elementary = packets.pipe(new mp2t.TransportParseStream()).pipe(new mp2t.ElementaryStream());
  const pictures = new codecs.h264.H264Stream();
  const sounds = new codecs.Adts();
  const packetIds = { video: 0, audio: 0 };
  const seen: { video: ProbedVideo | null; audio: ProbedAudio | null } = { video: null, audio: null };
  const times: number[] = [];
  elementary.on('data', (data) => {
    if (data.type === 'metadata') {
      for (const track of data.tracks) packetIds[track.type] = track.id;
      return;
    }
    if (data.type !== 'video' && data.type !== 'audio') return;
    if (data.pts !== undefined) times.push(data.pts);
    (data.type === 'video' ? pictures : sounds).push(data);
  });
  pictures.on('data', ({ config }) => {
    if (!config) return;
    const codec = `avc1.${hex(config.profileIdc)}${hex(config.profileCompatibility)}${hex(config.levelIdc)}`;
    seen.video ??= { codec, width: config.width, height: config.height, track: packetIds.video };
  });
  sounds.on('data', ({ audioobjecttype, channelcount, samplerate }) => {
    seen.audio ??= {
      codec: `mp4a.40.${audioobjecttype}`,
      sampleRate: samplerate,
      channels: channelcount,
      track: packetIds.audio,
    };
  });
  packets.push(bytes);
  for (const stream of [packets, pictures, sounds]) stream.flush();
  return {
    container: 'video/mp2t',
    ...seen,
    firstTime: times.length === 0 ? null : ticks90k(times.reduce((a, b) => Math.min(a, b))),
  };
}

/** Ticks of MPEG-TS' 90 kHz clock, rounded to the nanosecond. */
function ticks90k(ticks: number): Nanoseconds {
  return (BigInt(Math.round(ticks)) * 100_000n + 4n) / 9n;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
