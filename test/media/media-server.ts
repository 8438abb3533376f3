import { fastify, type FastifyInstance } from 'fastify';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openMedia } from '../../src/media/backends';
import type { EmbeddedStore } from '../../src/media/embedded-store';
import { mediaRoutes, type MediaGate, type MediaRoutesOptions } from '../../src/server/media-routes';
import { useFolder } from './folder';

export class NotAllocated extends Error {}
export class SignIn extends Error {}

export const MAX_BYTES = 100_000;
export const TYPE = 'video/mp2t';

/** A domain of a few objects: what it was told is what it answers. */
export class Gate implements MediaGate {
  readonly allocated = new Map<string, { contentType: string; overwrite: boolean }>();
  readonly reported: { objectId: string; size: number; etag: string }[] = [];

  admitUpload(objectId: string) {
    const known = this.allocated.get(objectId);
    return known ? Promise.resolve(known) : Promise.reject(new NotAllocated('No such media object'));
  }
  uploaded(objectId: string, facts: { size: number; etag: string }) {
    this.reported.push({ objectId, ...facts });
    return Promise.resolve();
  }
  readable(objectId: string) {
    return Promise.resolve(this.allocated.get(objectId) ?? null);
  }
}

let folder: () => string;
export let app: FastifyInstance;
export let origin: string;
export let gate: Gate;
export let store: EmbeddedStore;
/** What the server logged as errors. */
export let errors: unknown[];

/** Starts the server (again): the options are those of an open server, but for `changes`. */
export async function start(changes: Partial<MediaRoutesOptions> = {}): Promise<void> {
  gate = new Gate();
  errors = [];
  const { embedded } = await openMedia({
    backendsFile: null,
    dataFolder: folder(),
    publicUrl: () => origin,
    env: {},
  });
  if (embedded === null) throw new Error('no embedded store');
  store = embedded;
  app = fastify({
    logger: { level: 'error', stream: { write: (line: string) => errors.push(JSON.parse(line)) } },
  });
  await app.register(mediaRoutes, {
    store,
    gate,
    maxObjectBytes: MAX_BYTES,
    readableUnsigned: (objectId: string) => gate.readable(objectId),
    corsOrigins: '*' as const,
    statusOf: (error: unknown) => {
      if (error instanceof NotAllocated) return { status: 404, type: 'ObjectNotFound' };
      return error instanceof SignIn ? { status: 401, type: 'Unauthenticated' } : null;
    },
    ...changes,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/** Gives each test of the file a server of its own, on a folder of its own. */
export function useMediaServer(): void {
  folder = useFolder();
  beforeEach(() => start());
  afterEach(() => app.close());
}

/** Makes the object known to the domain; the URL to upload it to. */
export function allocate(objectId: string, overwrite = true, contentType = TYPE): string {
  gate.allocated.set(objectId, { contentType, overwrite });
  return store.putUrl(objectId, contentType, new Date()).url;
}

export async function put(url: string, body: string | Buffer, contentType = TYPE): Promise<Response> {
  return fetch(url, { method: 'PUT', body, headers: { 'content-type': contentType } });
}

/** Uploads an object; the URL to read it by. */
export async function stored(objectId: string, bytes: Buffer): Promise<string> {
  expect((await put(allocate(objectId), bytes)).status).toBe(200);
  return store.presignedGetUrls([objectId], new Date())[0] ?? '';
}

export async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

/** Checks that an answer is an error of the API's form; its summary. */
export async function refused(response: Response, status: number, type: string): Promise<string> {
  const body = (await response.json()) as Record<string, string>;
  expect({ status: response.status, type: body.type }).toEqual({ status, type });
  expect(body.summary).toBe(body.message);
  expect(new Date(body.time ?? '').toISOString()).toBe(body.time);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return body.summary ?? '';
}

/** Every file of the store, drafts included. */
export async function filesOnDisk(): Promise<string[]> {
  const names = await readdir(join(folder(), 'media'), { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !['url-key', 'backend-id'].includes(entry.name))
    .map((entry) => entry.name);
}

export async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never came about');
}
