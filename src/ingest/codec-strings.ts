/** What an RFC 6381 codec string says of an essence, in TAMS' terms. */
export interface Codec {
  readonly kind: 'video' | 'audio';
  /** The flow's `codec`: a MIME type. */
  readonly mime: string;
  /** H.264: the three bytes behind `avc1.`. */
  readonly avc: { readonly profile: number; readonly flags: number; readonly level: number } | null;
  /** AAC: the MPEG-4 audio object type (2 is LC). */
  readonly audioObjectType: number | null;
}

const MIME_TYPES: readonly (readonly [RegExp, Codec['kind'], string])[] = [
  [/^avc[1-4](\.|$)/, 'video', 'video/h264'],
  [/^(hvc1|hev1|dvh1|dvhe)(\.|$)/, 'video', 'video/h265'],
  [/^av01(\.|$)/, 'video', 'video/av1'],
  [/^vp09(\.|$)/, 'video', 'video/vp9'],
  [/^mp4a\.(6b|69|40\.34)$/, 'audio', 'audio/mpeg'],
  [/^mp4a(\.|$)/, 'audio', 'audio/aac'],
  [/^ac-3$/, 'audio', 'audio/ac3'],
  [/^ec-3$/, 'audio', 'audio/eac3'],
  [/^opus$/, 'audio', 'audio/opus'],
  [/^flac$/, 'audio', 'audio/flac'],
];

/** Reads one codec string, such as `avc1.4d401e` or `mp4a.40.2`; null for one that is not known. */
export function codecOf(text: string): Codec | null {
  const name = text.trim().toLowerCase();
  const known = MIME_TYPES.find(([pattern]) => pattern.test(name));
  if (!known) return null;
  const [, kind, mime] = known;
  const avc = /^avc\d\.([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(name);
  const aac = mime === 'audio/aac' ? /^mp4a\.40\.(\d{1,2})$/.exec(name) : null;
  return {
    kind,
    mime,
    avc: avc ? { profile: byte(avc[1]), flags: byte(avc[2]), level: byte(avc[3]) } : null,
    audioObjectType: aac ? Number(aac[1]) : null,
  };
}

/** The first codec of a kind in a playlist's CODECS attribute (a list with commas); null if it names none. */
export function codecOfKind(codecs: string | null, kind: Codec['kind']): Codec | null {
  const read = (codecs ?? '').split(',').map(codecOf);
  return read.find((codec) => codec?.kind === kind) ?? null;
}

function byte(hex: string | undefined): number {
  return Number.parseInt(hex ?? '', 16);
}
