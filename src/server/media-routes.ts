import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { EmbeddedStore } from '../media/embedded-store';
import { MediaError } from '../media/errors';
import type { OpenObject } from '../media/file-store';
import { invalidObjectId } from '../media/object-id';
import { namesEtag, rangeStillHolds, requestedRange } from '../media/ranges';
import { MEDIA_PATH } from '../media/signed-urls';
import { discardBody } from './discard-body';
import { allowCrossOrigin, answerPreflight, MEDIA_METHODS } from './media-cors';
import { answerTo, MediaFault, type ErrorBody, type ErrorStatus } from './media-errors';

/** What the domain has to say about the objects whose bytes pass here. */
export interface MediaGate {
  /**
   * Whether the object may be given bytes, and of what type; `overwrite`: also if it has some already (ST9).
   * Asked before the bytes arrive and again when they are complete.
   * @throws the domain's errors, e.g. for an object that was never allocated
   */
  admitUpload(objectId: string): Promise<{ contentType: string; overwrite: boolean }>;
  /** The object's bytes are durable. If this fails the client is told so, and may send them again. */
  uploaded(objectId: string, facts: { size: number; etag: string }): Promise<void>;
  /** The type that the object's bytes are served with; null when there is no such object. */
  readable(objectId: string): Promise<{ contentType: string } | null>;
}

export interface MediaRoutesOptions {
  readonly store: EmbeddedStore;
  readonly gate: MediaGate;
  /** Bytes that one object may have. */
  readonly maxObjectBytes: number;
  /**
   * What there is for who asks without a signature, as `MediaGate.readable` tells it; or throws the error to answer them with.
   */
  readonly readableUnsigned: (
    objectId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => ReturnType<MediaGate['readable']>;
  readonly corsOrigins: '*' | readonly string[];
  /** Hears of the bytes of each upload that is complete and of each download that begins. */
  readonly onBytes?: (direction: 'upload' | 'download', bytes: number) => void;
  /** How to answer an error of the domain; null for all other errors. */
  readonly statusOf: (error: unknown) => ErrorStatus | null;
}

/** An upload that brings nothing for so long is dropped. */
const UPLOAD_IDLE_MS = 60_000;

/**
 * `/media/*`, the data plane of the embedded store: uploads and downloads by signed URLs (sections 12.2 and 14).
 * Bytes stream both ways. The signature is checked first, the domain is asked next, then the bytes are looked at.
 * Errors have the API's form. To be registered as it is, so that its parsers and handlers stay its own.
 */
export function mediaRoutes(app: FastifyInstance, options: MediaRoutesOptions, done: () => void): void {
  const url = `${MEDIA_PATH}*`;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.addHook('onRequest', allowCrossOrigin(options.corsOrigins));
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, options));
  // Signatures are looked at first: they stand for credentials.
  const config = { isOpen: true };
  app.route({ method: 'PUT', url, config, handler: (request, reply) => receive(request, reply, options) });
  app.route({
    method: ['GET', 'HEAD'],
    url,
    config,
    exposeHeadRoute: false,
    handler: (request, reply) => serve(request, reply, options),
  });
  app.route({ method: 'OPTIONS', url, config, handler: answerPreflight });
  app.route({ method: ['POST', 'PATCH', 'DELETE'], url, config, handler: refuseMethod });
  done();
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, gate, maxObjectBytes, onBytes }: MediaRoutesOptions,
): Promise<FastifyReply> {
  const { objectId, query } = targetOf(request);
  store.signer.verify('PUT', objectId, query, new Date());
  const { contentType, overwrite } = await gate.admitUpload(objectId);
  checkUploadHeaders(request, contentType);
  if (Number(request.headers['content-length'] ?? 0) > maxObjectBytes) {
    throw new MediaError('TooLarge', `An object may have at most ${maxObjectBytes} bytes.`);
  }
  if (!overwrite && (await store.files.stat(objectId)) !== null) {
    throw new MediaError('AlreadyWritten', 'The object has its bytes already, and they may not change.');
  }
  request.raw.setTimeout(UPLOAD_IDLE_MS);
  const written = await store.files.write(objectId, request.body as IncomingMessage, {
    maxBytes: maxObjectBytes,
    contentType,
    mayOverwrite: async () => (await gate.admitUpload(objectId)).overwrite,
  });
  onBytes?.('upload', written.size);
  await gate.uploaded(objectId, written);
  return reply.code(200).header('etag', written.etag).send();
}

async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, gate, readableUnsigned, onBytes }: MediaRoutesOptions,
): Promise<FastifyReply> {
  const { objectId, query } = targetOf(request);
  const isSigned = query.has('signature') || query.has('expires');
  if (isSigned) store.signer.verify('GET', objectId, query, new Date());
  const known = await (isSigned ? gate.readable(objectId) : readableUnsigned(objectId, request, reply));
  const object = known && (await store.files.open(objectId));
  if (!object)
    throw new MediaFault({ status: 404, type: 'ObjectNotFound' }, 'There are no bytes under this URL.');
  void reply.headers({
    'accept-ranges': 'bytes',
    // An object's bytes can still change until a segment refers to it: caches keep them, but ask each time.
    'cache-control': 'private, no-cache',
    // Uploaded bytes share this server's origin with its pages: no browser may run them as one.
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    etag: object.etag,
    'last-modified': object.modified.toUTCString(),
  });
  if (namesEtag(request.headers['if-none-match'], object.etag)) {
    await object.close();
    return reply.code(304).send();
  }
  void reply.header('content-type', known.contentType);
  return sendBytes(request, reply, object, onBytes);
}

async function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  object: OpenObject,
  onBytes: MediaRoutesOptions['onBytes'],
): Promise<FastifyReply> {
  if (request.method === 'HEAD') {
    await object.close();
    return reply.header('content-length', object.size).send();
  }
  const asked = rangeStillHolds(request.headers['if-range']?.toString(), object.etag)
    ? request.headers.range
    : undefined;
  const range = requestedRange(asked, object.size);
  switch (range.kind) {
    case 'whole':
      onBytes?.('download', object.size);
      return reply.header('content-length', object.size).send(object.stream());
    case 'part':
      onBytes?.('download', range.end - range.start + 1);
      return reply
        .code(206)
        .headers({
          'content-length': range.end - range.start + 1,
          'content-range': `bytes ${range.start}-${range.end}/${object.size}`,
        })
        .send(object.stream(range));
    case 'unsatisfiable':
      await object.close();
      void reply.header('content-range', `bytes */${object.size}`);
      throw new MediaFault(
        { status: 416, type: 'RangeNotSatisfiable' },
        `The object has ${object.size} bytes: no byte of it is in the range.`,
      );
  }
}

function refuseMethod(_request: FastifyRequest, reply: FastifyReply): never {
  void reply.header('allow', MEDIA_METHODS);
  throw new MediaFault(
    { status: 405, type: 'MethodNotAllowed' },
    `Media can be reached by ${MEDIA_METHODS} only.`,
  );
}

/**
 * The object that the URL names and the URL's query. The raw path is decoded exactly once, as object ids may hold
 * `%2F`, `?` and the like; what cannot be decoded, or is no object id, is not found (H8).
 */
function targetOf(request: FastifyRequest): { objectId: string; query: URLSearchParams } {
  const [path = '', ...query] = (request.raw.url ?? '').split('?');
  let objectId = '';
  try {
    objectId = decodeURIComponent(path.slice(MEDIA_PATH.length));
  } catch {
    // Stays empty, which is no object id.
  }
  const reason = invalidObjectId(objectId);
  if (reason !== null)
    throw new MediaFault({ status: 404, type: 'ObjectNotFound' }, `No such media object. ${reason}`);
  return { objectId, query: new URLSearchParams(query.join('?')) };
}

/** The bytes must come as they are to be kept, and of the type that the object was allocated for (ST8). */
function checkUploadHeaders(request: FastifyRequest, contentType: string): void {
  const refuse = (message: string) => new MediaFault({ status: 400, type: 'InvalidUpload' }, message);
  const { 'content-type': sent, 'content-encoding': encoding, 'content-range': range } = request.headers;
  if (sent === undefined || comparable(sent) !== comparable(contentType)) {
    throw refuse(`Content-Type must be ${contentType}, as the object was allocated.`);
  }
  if (encoding !== undefined && encoding !== 'identity')
    throw refuse('Content-Encoding is not supported here.');
  if (range !== undefined) throw refuse('Content-Range is not supported here: send the whole object.');
}

function comparable(contentType: string): string {
  return contentType
    .trim()
    .toLowerCase()
    .replace(/\s*;\s*/g, ';');
}

function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: MediaRoutesOptions,
): FastifyReply {
  const time = new Date().toISOString();
  const answer = answerTo(error, options.statusOf);
  discardBody(request.raw);
  void reply.header('cache-control', 'no-store').removeHeader('etag').removeHeader('last-modified');
  if (answer !== null && error instanceof Error) {
    if (answer.status >= 500 && error.cause) request.log.error(error);
    const body: ErrorBody = { type: answer.type, summary: error.message, message: error.message, time };
    return reply.code(answer.status).type('application/json').send(body);
  }
  if (request.socket.destroyed) request.log.info('the client left in the middle of an upload');
  else request.log.error(error);
  const summary = 'The server failed to handle this request.';
  return reply
    .code(500)
    .type('application/json')
    .send({ type: 'Internal', summary, message: summary, time, request_id: request.id } satisfies ErrorBody);
}
