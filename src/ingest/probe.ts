import { probeMp4 } from './probe-mp4';
import { probeTransportStream } from './probe-ts';
import type { Nanoseconds } from './time';

/** Picture found in a segment. */
export interface ProbedVideo {
  /** RFC 6381 codec string. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Packet id (MPEG-TS) or track id (MP4). */
  readonly track: number;
}

/** Sound found in a segment. */
export interface ProbedAudio {
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly track: number;
}

/** What a media segment holds. Nulls: the probe does not know the codec, which does not mean that there is none. */
export interface Probe {
  readonly container: Container;
  readonly video: ProbedVideo | null;
  readonly audio: ProbedAudio | null;
  /** The earliest presentation time stamp of its samples, in the container's own time; MP4 edit lists left aside. */
  readonly firstTime: Nanoseconds | null;
}

export type Container = 'video/mp2t' | 'video/mp4';

/** As much of a segment as a probe reads. */
export const PROBE_BYTES = 8 * 1024 ** 2;

/** Looks into a segment (for MP4: its initialisation section and the segment); null if it is neither MPEG-TS nor MP4. */
export function probe(bytes: Buffer): Probe | null {
  // Each MPEG-TS packet starts with 0x47 and is 188 bytes long; an MP4 file's first box has its type at byte 4.
  if (bytes[0] === 0x47 && (bytes.length < 189 || bytes[188] === 0x47)) return probeTransportStream(bytes);
  if (/^(ftyp|styp|moov|sidx|moof|emsg|prft)$/.test(bytes.toString('latin1', 4, 8))) return probeMp4(bytes);
  return null;
}
