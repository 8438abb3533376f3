import { parse, setOptions, types } from 'hls-parser';
import type { ByteRange } from './fetching';
import { IngestError, reasonOf } from './errors';
import { display, resolveReference, type Location } from './location';
import { nanosecondsOf, type Nanoseconds } from './time';

/** Bytes that a playlist names. */
export interface MediaReference {
  readonly location: Location;
  readonly range: ByteRange | null;
}

/** One media segment of a media playlist. */
export interface PlaylistSegment {
  readonly media: MediaReference;
  /** fMP4's initialisation section (EXT-X-MAP), without which the segment cannot be decoded. */
  readonly initialisation: MediaReference | null;
  /** Media sequence number: names the segment within its playlist for as long as that lives. */
  readonly sequence: number;
  readonly duration: Nanoseconds;
  /** Time stamps, and perhaps codecs, do not continue those of the segment before. */
  readonly discontinuity: boolean;
  readonly programDateTime: Date | null;
  /** The server says that there is no media for this stretch (EXT-X-GAP). */
  readonly missing: boolean;
}

export interface MediaPlaylist {
  readonly kind: 'media';
  readonly location: Location;
  readonly targetDuration: Nanoseconds;
  readonly segments: readonly PlaylistSegment[];
  /** EXT-X-ENDLIST: nothing will be added. */
  readonly ended: boolean;
}

/** A variant stream of a multivariant playlist, with the attributes that say something of its picture and sound. */
export interface Variant {
  readonly uri: string;
  readonly codecs: string | null;
  readonly bandwidth: number | null;
  readonly averageBandwidth: number | null;
  readonly resolution: { readonly width: number; readonly height: number } | null;
  readonly frameRate: number | null;
  /** Its sound has playlists of its own, so that its segments hold the picture alone. */
  readonly audioApart: boolean;
}

/** An audio rendition with a playlist of its own (EXT-X-MEDIA, TYPE=AUDIO). */
export interface AudioRendition {
  readonly uri: string;
  readonly name: string;
  readonly language: string | null;
  readonly channels: number | null;
  /** The CODECS of a variant that uses it: they name its codec beside the picture's. */
  readonly codecs: string | null;
}

export interface MultivariantPlaylist {
  readonly kind: 'multivariant';
  readonly location: Location;
  /** Each media playlist once, in the order of the text. */
  readonly variants: readonly Variant[];
  readonly audio: readonly AudioRendition[];
  /** What is left out, in words: subtitles. */
  readonly leftOut: readonly string[];
}

// The parser's own strictness refuses much that players accept (an EXT-X-VERSION that is too low); what an ingest
// needs is checked here instead.
setOptions({ strictMode: false, silent: true });

/**
 * Reads an HLS playlist (RFC 8216).
 * @throws IngestError `playlist`: it is none, or cannot be ingested (encrypted; durations missing or not positive)
 */
export function parsePlaylist(text: string, location: Location): MediaPlaylist | MultivariantPlaylist {
  const refuse = (why: string): IngestError =>
    new IngestError('playlist', `${display(location)} cannot be ingested: ${why}.`);
  if (!/^\uFEFF?#EXTM3U(\s|$)/.test(text))
    throw refuse('it is no HLS playlist (its first line is not #EXTM3U)');
  let parsed: types.MasterPlaylist | types.MediaPlaylist;
  try {
    // The parser fails on titles that are not ASCII, and nothing here needs titles.
    parsed = parse(text.replace(/^\uFEFF/, '').replace(/^(#EXTINF:[^,\r\n]*).*$/gm, '$1,'));
  } catch (error) {
    // The parser trips over a URI line without segment tags before it.
    const why = error instanceof TypeError ? 'a URI stands without #EXTINF before it' : reasonOf(error);
    throw refuse(`it is malformed (${why})`);
  }
  return parsed.isMasterPlaylist ? multivariant(parsed, location, refuse) : media(parsed, location, refuse);
}

type Refuse = (why: string) => IngestError;

function media(parsed: types.MediaPlaylist, location: Location, refuse: Refuse): MediaPlaylist {
  if (!(parsed.targetDuration > 0)) throw refuse('it has no EXT-X-TARGETDURATION');
  if (parsed.isIFrame) throw refuse('it lists key frames only (EXT-X-I-FRAMES-ONLY)');
  const segments = parsed.segments
    .filter((segment) => segment.uri) // A last entry of partial segments only: complete on a later reload.
    .map((segment) => mediaSegment(segment, location, refuse));
  return {
    kind: 'media',
    location,
    targetDuration: nanosecondsOf(parsed.targetDuration),
    segments,
    ended: parsed.endlist,
  };
}

function mediaSegment(segment: types.Segment, location: Location, refuse: Refuse): PlaylistSegment {
  const where = `segment ${segment.mediaSequenceNumber}`;
  if (segment.key && segment.key.method !== 'NONE') throw refuse(`${where} is encrypted (EXT-X-KEY)`);
  const duration = Number.isFinite(segment.duration) ? nanosecondsOf(segment.duration) : 0n;
  if (duration <= 0n) throw refuse(`${where} has no duration above zero (EXTINF)`);
  const range = byteRange(segment.byterange, refuse, where);
  const initialisation = segment.map as types.MediaInitializationSection | null | undefined;
  const date = segment.programDateTime;
  return {
    media: { location: resolveReference(location, segment.uri), range },
    initialisation: initialisation
      ? {
          location: resolveReference(location, initialisation.uri),
          range: byteRange(initialisation.byterange, refuse, `the EXT-X-MAP of ${where}`),
        }
      : null,
    sequence: segment.mediaSequenceNumber,
    duration,
    discontinuity: segment.discontinuity === true,
    programDateTime: date && !Number.isNaN(date.getTime()) ? date : null,
    missing: segment.gap === true,
  };
}

function byteRange(range: ByteRange | undefined, refuse: Refuse, where: string): ByteRange | null {
  if (!range) return null;
  const { offset, length } = range;
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length) || length < 1) {
    throw refuse(`${where} has a byte range without a start or a length`);
  }
  return { offset, length };
}

function multivariant(
  parsed: types.MasterPlaylist,
  location: Location,
  refuse: Refuse,
): MultivariantPlaylist {
  const streams = parsed.variants.filter((variant) => !variant.isIFrameOnly && variant.uri);
  if (streams.length === 0) throw refuse('it names no variant stream with a playlist');
  const audio = streams.flatMap((variant) =>
    variant.audio.filter(({ uri }) => uri).map((rendition) => audioRendition(rendition, variant)),
  );
  const subtitles = new Set(streams.flatMap((variant) => variant.subtitles.map(({ name }) => name)));
  return {
    kind: 'multivariant',
    location,
    variants: oncePerUri(streams.map(variantOf)),
    audio: oncePerUri(audio),
    leftOut: [...subtitles].map((name) => `subtitles "${name}"`),
  };
}

function variantOf(variant: types.Variant): Variant {
  return {
    uri: variant.uri,
    codecs: variant.codecs ?? null,
    bandwidth: positive(variant.bandwidth),
    averageBandwidth: positive(variant.averageBandwidth),
    resolution: variant.resolution ?? null,
    frameRate: positive(variant.frameRate),
    audioApart: variant.audio.length > 0 && variant.audio.every(({ uri }) => uri),
  };
}

function audioRendition(rendition: types.Rendition, variant: types.Variant): AudioRendition {
  return {
    uri: rendition.uri ?? '',
    name: rendition.name,
    language: rendition.language ?? null,
    channels: positive(Number.parseInt(rendition.channels ?? '', 10)),
    codecs: variant.codecs ?? null,
  };
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}

function oncePerUri<T extends { readonly uri: string }>(items: readonly T[]): T[] {
  return [...new Map([...items].reverse().map((item) => [item.uri, item])).values()].reverse();
}
