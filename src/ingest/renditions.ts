import path from 'node:path';
import { locate, resolveReference, withoutQuery, type Location } from './location';
import { parsePlaylist, type AudioRendition, type MediaPlaylist, type Variant } from './playlist';
import { readPlaylistText } from './fetching';
import { IngestError } from './errors';
import { pause } from './retry';
import { SECOND } from './time';

/** One media playlist to ingest, with what the multivariant playlist (if there is one) says of it. */
export interface Rendition {
  /** Names it within the presentation, the same in every run: its URI without the query. */
  readonly key: string;
  readonly location: Location;
  /** As it was first read; it has at least one segment. */
  readonly playlist: MediaPlaylist;
  readonly variant: Variant | null;
  readonly audio: AudioRendition | null;
}

/** All that one playlist given by the user leads to. */
export interface Presentation {
  /** Without query: what ids are made of unless a seed is given. */
  readonly identity: string;
  /** A name for people. */
  readonly title: string;
  readonly renditions: readonly Rendition[];
  /** What the playlist has and an ingest leaves out, in words. */
  readonly leftOut: readonly string[];
}

/**
 * Reads a media or multivariant playlist and the media playlists it names. A live playlist that has no segment yet is
 * waited for.
 * @param source a path or an http(s) URL
 * @throws IngestError `usage` or `playlist`
 */
export async function readPresentation(source: string, signal?: AbortSignal): Promise<Presentation> {
  const location = locate(source);
  const playlist = parsePlaylist(await readPlaylistText(location, signal), location);
  const identity =
    location.kind === 'file' ? location.path : `${location.url.origin}${location.url.pathname}`;
  const common = { identity, title: titleOf(identity) };
  if (playlist.kind === 'media') {
    const first = await withSegments(playlist, signal);
    const only = { key: 'media', location, playlist: first, variant: null, audio: null };
    return { ...common, renditions: [only], leftOut: [] };
  }
  const named = [
    ...playlist.variants.map((variant) => ({ uri: variant.uri, variant, audio: null })),
    ...playlist.audio.map((audio) => ({ uri: audio.uri, variant: null, audio })),
  ];
  const renditions = await Promise.all(
    named.map(async ({ uri, variant, audio }) => {
      const at = resolveReference(location, uri);
      const first = await withSegments(await readMediaPlaylist(at, signal), signal);
      return { key: withoutQuery(uri), location: at, playlist: first, variant, audio };
    }),
  );
  return { ...common, renditions, leftOut: playlist.leftOut };
}

/**
 * Reads one media playlist.
 * @throws IngestError `playlist`, also if it is a multivariant one
 */
export async function readMediaPlaylist(location: Location, signal?: AbortSignal): Promise<MediaPlaylist> {
  const playlist = parsePlaylist(await readPlaylistText(location, signal), location);
  if (playlist.kind === 'media') return playlist;
  throw new IngestError(
    'playlist',
    'A multivariant playlist names another multivariant playlist as its stream.',
  );
}

/** Half of the target duration: how soon an unchanged live playlist is read again (RFC 8216, section 6.3.4). */
export function halfTarget(playlist: MediaPlaylist): number {
  return Number((playlist.targetDuration * 500n) / SECOND);
}

const PATIENCE_READS = 60;

async function withSegments(playlist: MediaPlaylist, signal?: AbortSignal): Promise<MediaPlaylist> {
  let latest = playlist;
  for (let read = 0; !hasMedia(latest) && !latest.ended && read < PATIENCE_READS; read += 1) {
    await pause(halfTarget(latest), signal);
    if (signal?.aborted) throw new IngestError('interrupted', 'Stopped before anything was added.');
    latest = await readMediaPlaylist(playlist.location, signal);
  }
  if (hasMedia(latest)) return latest;
  throw new IngestError('playlist', 'A media playlist has no segments, so there is nothing to ingest.');
}

const hasMedia = ({ segments }: MediaPlaylist): boolean => segments.some(({ missing }) => !missing);

/** The file's name without its ending; its folder's name where the file is called as such files always are. */
function titleOf(identity: string): string {
  const file = path.basename(identity).replace(/\.[^.]*$/, '');
  const folder = path.basename(path.dirname(identity));
  const generic = /^(master|index|playlist|main|manifest|stream|media)$/i.test(file);
  return (generic && folder !== '' ? folder : file) || 'HLS';
}
