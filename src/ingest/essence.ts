import { codecOf, codecOfKind } from './codec-strings';
import { IngestError } from './errors';
import { display } from './location';
import type { Probe } from './probe';
import type { Rendition } from './renditions';
import { rationalFrameRate } from './time';

/** What only the user can say of sound that neither playlist nor segments describe. */
export interface SoundOptions {
  readonly sampleRate?: number | undefined;
  readonly channels?: number | undefined;
}

/** The picture or the sound of a rendition: a flow's `codec` and the essence part of its input. */
export interface Essence {
  readonly codec: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** For people: `640x360`, or the name of a sound. */
  readonly name: string;
  /** Packet id or track id in its container; null when not known. */
  readonly track: number | null;
}

/** A rendition's essences: one of them null, or both there (multiplexed). */
export type Essences =
  | { readonly video: Essence; readonly audio: Essence | null }
  | { readonly video: null; readonly audio: Essence };

/**
 * What a rendition holds. The segments themselves are believed first, the playlist's attributes fill what they do not
 * tell (frame rate; codecs that the probe does not know).
 * @throws IngestError `playlist` when the picture's size or the sound's parameters are told nowhere
 */
export function essencesOf(rendition: Rendition, probe: Probe, sound: SoundOptions): Essences {
  const video = videoOf(rendition, probe);
  const audio = audioOf(rendition, probe, sound);
  if (video) return { video, audio };
  if (audio) return { video, audio };
  throw new IngestError(
    'playlist',
    `What ${display(rendition.location)} holds cannot be told: its segments have no H.264 or AAC, and no CODECS attribute names another codec.`,
  );
}

function videoOf(rendition: Rendition, probe: Probe): Essence | null {
  const { variant } = rendition;
  const codec = probe.video ? codecOf(probe.video.codec) : codecOfKind(variant?.codecs ?? null, 'video');
  if (!codec) return null;
  const width = probe.video?.width ?? variant?.resolution?.width;
  const height = probe.video?.height ?? variant?.resolution?.height;
  if (!width || !height) {
    throw new IngestError('playlist', `The playlist gives no RESOLUTION for ${display(rendition.location)}.`);
  }
  const frameRate = variant?.frameRate ? rationalFrameRate(variant.frameRate) : null;
  return {
    codec: codec.mime,
    parameters: { frameWidth: width, frameHeight: height, frameRate, avcParameters: codec.avc },
    name: `${width}x${height}`,
    track: probe.video?.track ?? null,
  };
}

/** AAC-LC, and with it what HE-AAC is built on, codes 1,024 samples of each channel at a time. */
const AAC_LC = 2;
const AAC_LC_FRAME = 1024;

function audioOf(rendition: Rendition, probe: Probe, sound: SoundOptions): Essence | null {
  const { variant, audio } = rendition;
  const named = variant?.audioApart ? null : codecOfKind((variant ?? audio)?.codecs ?? null, 'audio');
  const codec = probe.audio ? codecOf(probe.audio.codec) : named;
  if (!codec) return null;
  const sampleRate = sound.sampleRate ?? probe.audio?.sampleRate;
  // ADTS writes 0 where the channels are described in-band.
  const probed = probe.audio?.channels === 0 ? undefined : probe.audio?.channels;
  const channels = sound.channels ?? probed ?? audio?.channels;
  if (!sampleRate || !channels) {
    throw new IngestError(
      'playlist',
      `The sound of ${display(rendition.location)} does not tell its sample rate and channels: give them as options.`,
    );
  }
  const type = codec.audioObjectType;
  const codecParameters =
    type === null ? null : { mp4Oti: type, ...(type === AAC_LC && { codedFrameSize: AAC_LC_FRAME }) };
  return {
    codec: codec.mime,
    parameters: { sampleRate, channels, codecParameters },
    name: audio?.name ?? 'sound',
    track: probe.audio?.track ?? null,
  };
}
