import ipaddr from 'ipaddr.js';

/** One environment variable: its name, what it means, how its text is read. */
export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  /** As one would write it in the environment; null: unset. */
  readonly fallback: string | null;
  /** @throws SettingError */
  readonly read: (text: string) => T;
  /** Its value is shown to nobody. */
  readonly secret?: true;
}

/** What is wrong with a value, as the end of the sentence "TAMS_… must be …". */
export class SettingError extends Error {}

export function integer(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new SettingError(`a whole number from ${low} to ${high}`);
    }
    return value;
  };
}

export function choice<const T extends readonly string[]>(...values: T): (text: string) => T[number] {
  return (text) => {
    if (!values.includes(text)) throw new SettingError(`one of ${values.join(', ')}`);
    return text;
  };
}

/** A share such as 0.01. */
export function share(value: string): number {
  if (!/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(value))
    throw new SettingError('a share from 0 to 1 such as 0.01');
  return Number(value);
}

export const onOff = (text: string): boolean => choice('on', 'off')(text) === 'on';
export const text = (value: string): string => value;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `500ms`, `30s`, `5m`, `24h` or `7d`, in milliseconds; `0` is none. */
export function duration(value: string): number {
  if (value === '0') return 0;
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(value);
  if (!match) throw new SettingError('a duration such as 500ms, 30s, 5m, 24h or 7d');
  return Number(match[1]) * UNITS[match[2]!]!;
}

const BYTES: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** A size such as `65536`, `64KiB`, `10MiB` or `5GiB`, in bytes. */
export function bytes(value: string): number {
  const match = /^(\d{1,12})(|KiB|MiB|GiB)$/.exec(value);
  const size = match ? Number(match[1]) * BYTES[match[2]!]! : 0;
  if (size < 1 || !Number.isSafeInteger(size))
    throw new SettingError('a size such as 65536, 64KiB, 10MiB or 5GiB');
  return size;
}

/** An absolute http(s) URL without query, fragment or credentials; a trailing slash is dropped. */
export function baseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new SettingError('an absolute http or https URL without query, fragment or credentials');
  }
  return url.href.replace(/\/+$/, '');
}

/** Comma list of base URLs, each once: `http` only, since what they name is on this machine. */
export function endpointUrls(value: string): string[] {
  const items = list(value);
  const wrong = new SettingError(
    'a comma list of at most 64 different http URLs without query, fragment or credentials',
  );
  if (items.length > 64 || items.some((item) => !item.startsWith('http://'))) throw wrong;
  const urls = items.map(baseUrl);
  if (new Set(urls).size < urls.length) throw wrong;
  return urls;
}

/** What an HTTP header can carry and nobody guesses. */
export function token(value: string): string {
  if (!/^[!-~]{16,256}$/.test(value)) throw new SettingError('16 to 256 visible ASCII characters');
  return value;
}

/** The URL of an OpenID Connect issuer, kept as it is: tokens name it letter by letter. Plain http on loopback only. */
export function issuer(value: string): string {
  const url = new URL(baseUrl(value));
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !isLocal)
    throw new SettingError('an https URL without query, fragment or credentials');
  return value;
}

/** Paths of the server's own. */
const TAKEN_PATH = /^\/(graphql|graphiql|analytics|media|livez|readyz|metrics)(\/|$)/;

/** A path such as `/tams/v7.0`, of unreserved characters; a trailing slash is dropped. */
export function basePath(value: string): string {
  const path = value.replace(/\/$/, '');
  if (!/^(\/[A-Za-z0-9._~-]+)+$/.test(path) || TAKEN_PATH.test(path))
    throw new SettingError('a path such as /tams/v7.0 that the server does not use itself');
  return path;
}

/** Comma list of IP addresses and networks such as 10.0.0.0/8. */
export function networks(value: string): string[] {
  const items = list(value);
  if (!items.every((item) => ipaddr.isValid(item) || ipaddr.isValidCIDR(item)))
    throw new SettingError('a comma list of IP addresses and networks such as 10.0.0.0/8');
  return items;
}

/** Comma list; blanks around the items do not count. */
export const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** `*` or a comma list of origins such as `https://app.example`. */
export function origins(value: string): '*' | string[] {
  if (value.trim() === '*') return '*';
  const items = list(value);
  for (const item of items) {
    if (!URL.canParse(item) || new URL(item).origin !== item) {
      throw new SettingError('* or a comma list of origins such as https://app.example');
    }
  }
  return items;
}
