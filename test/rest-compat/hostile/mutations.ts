import type { ValidRequest } from '../operations';
import type { Random } from './random';

/** A request as bytes, in the parts that are mutated one by one. */
export interface RawRequest {
  readonly method: Buffer;
  readonly path: Buffer;
  readonly query: Buffer;
  /** Header lines without the one of the body's length. */
  readonly headers: Buffer;
  readonly body: Buffer;
}

export type Part = keyof RawRequest;
const PARTS: readonly Part[] = [
  'method',
  'path',
  'path',
  'query',
  'query',
  'headers',
  'body',
  'body',
  'body',
];

/** What has broken servers before. */
const DICTIONARY: readonly Buffer[] = [
  ...[
    '%00',
    '%',
    '%ff',
    '%2F',
    '%2e%2e',
    '../',
    '//',
    '\\',
    '?',
    '&',
    '=',
    ';',
    ',',
    '#',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
  ],
  ...[
    'null',
    'true',
    '-1',
    '0',
    '1e999',
    '-0',
    '9007199254740993',
    '1.5',
    '{}',
    '[]',
    '""',
    '\\u0000',
    '\\ud800',
    '\\',
  ],
  ...[
    '__proto__',
    'constructor',
    'NaN',
    '_',
    '()',
    '[0:0_',
    ':',
    'A'.repeat(5000),
    '['.repeat(2000),
    '{"a":'.repeat(500),
  ],
  ...[
    '\r\n',
    '\n',
    '\0',
    ' ',
    '\t',
    'Content-Length: 5\r\n',
    'Transfer-Encoding: chunked\r\n',
    '\r\n\r\n',
    'HTTP/1.0',
  ],
]
  .map((text) => Buffer.from(text, 'latin1'))
  .concat(Buffer.from([0xff, 0xfe]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('🎞é'));

/** A valid request, as bytes. */
export function rawRequest(request: ValidRequest, basePath: string, host: string): RawRequest {
  const [path, ...query] = request.target.split('?');
  const body = request.json === undefined ? '' : JSON.stringify(request.json);
  const type = body === '' ? '' : 'Content-Type: application/json\r\n';
  return {
    method: Buffer.from(request.method),
    path: Buffer.from(basePath + path!),
    query: Buffer.from(query.join('?')),
    headers: Buffer.from(`Host: ${host}\r\nAccept: */*\r\n${type}`),
    body: Buffer.from(body),
  };
}

/** The request on the wire. Its length is always that of the body as sent. */
export function wireOf(request: RawRequest): Buffer {
  const target = request.query.length > 0 ? [request.path, Buffer.from('?'), request.query] : [request.path];
  const length = request.body.length > 0 ? `Content-Length: ${request.body.length}\r\n` : '';
  return Buffer.concat([
    request.method,
    Buffer.from(' '),
    ...target,
    Buffer.from(' HTTP/1.1\r\n'),
    request.headers,
    Buffer.from(`${length}\r\n`),
    request.body,
  ]);
}

/** The request with one to three bytes or stretches of one of its parts changed. */
export function mutated(request: RawRequest, random: Random): { request: RawRequest; part: Part } {
  const part = random.pick(PARTS.filter((name) => name === 'query' || request[name].length > 0));
  let bytes = request[part];
  for (let times = 1 + random.below(3); times > 0; times -= 1) bytes = mutatedBytes(bytes, random);
  return { request: { ...request, [part]: bytes }, part };
}

function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const until = Math.min(bytes.length, at + 1 + random.below(8));
  const splice = (from: number, to: number, put: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);
  switch (random.below(6)) {
    case 0:
      return at < bytes.length
        ? splice(at, at + 1, Buffer.from([bytes[at]! ^ (1 << random.below(8))]))
        : splice(at, at, Buffer.from([random.below(256)]));
    case 1:
      return splice(at, Math.min(at + 1, bytes.length), Buffer.from([random.below(256)]));
    case 2:
      return splice(at, until, Buffer.alloc(0));
    case 3:
      return splice(at, at, bytes.subarray(at, until));
    case 4:
      return splice(at, until, random.pick(DICTIONARY));
    default:
      return splice(at, at, random.pick(DICTIONARY));
  }
}

/** Whether the bytes are one request whose end everybody sees at the same place. */
export function soundlyFramed(request: RawRequest, part: Part): boolean {
  // Node's parser ends the connection over a target without a slash in front.
  if (part === 'method' || part === 'headers' || request.path[0] !== 0x2f) return false;
  return [request.path, request.query].every((bytes) => bytes.every((byte) => byte > 0x20 && byte < 0x7f));
}

/**
 * Whether the headers end before the body, so that its first part is a request of its own. Node ends the connection over the
 * rest of the bytes, at times before the first answer is out.
 */
export function endsEarly(request: RawRequest): boolean {
  const head = wireOf({ ...request, body: Buffer.alloc(0) }).toString('latin1');
  return /\n\r?\n/.test(head.slice(0, -2));
}
