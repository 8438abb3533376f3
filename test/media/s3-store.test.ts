import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Store, type S3Bucket } from '../../src/media/s3-store';
import { S3Presigner } from '../../src/media/sigv4';
import type { StorageBackend } from '../../src/media/store';
import { follow } from '../../src/tracing';
import { HOSTILE_IDS } from './object-ids';
import { S3Server } from './s3-server';
import vectors from './sigv4-vectors.json';

const TYPE = 'video/mp2t';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret/+key' };
const backend: StorageBackend = {
  id: '60af2ab4-e8a5-4c65-a09b-d35983680315',
  label: 'remote',
  storeType: 'http_object_store',
  provider: 'test',
  storeProduct: 'test',
  region: null,
  availabilityZone: null,
  isDefault: false,
};

function storeAt(endpoint: string | URL, changes: Partial<S3Bucket> = {}): S3Store {
  const bucket = { bucket: 'media-bucket', region: 'eu-west-1', pathStyle: true, credentials };
  return new S3Store(backend, { endpoint: new URL(endpoint), ...bucket, ...changes });
}

function getUrl(store: S3Store, id: string, now = new Date()): string {
  return store.presignedGetUrls([id], now)[0] ?? '';
}

describe('the signature', () => {
  test('is the one of the example that AWS publishes', () => {
    const presigner = new S3Presigner(
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      'us-east-1',
    );
    const at = Date.parse('2013-05-24T00:00:00Z') / 1000;
    const host = 'examplebucket.s3.amazonaws.com';
    const sign = presigner.prepare({ method: 'GET', host, contentType: null, at, expires: 86_400 });
    expect(sign('/test.txt')).toBe(
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
        '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  // Made by botocore 1.x (`generate_presigned_url`, at 2026-11-22T17:00:00Z, for 5,400 s), both addressing styles.
  test.each(vectors)(
    'for $method $path ($style) is the one that botocore makes',
    ({ style, method, id, path, signature }) => {
      const pathStyle = style === 'path';
      const store = storeAt(pathStyle ? 'http://localhost:9000' : 'https://s3.example.com', { pathStyle });
      const now = new Date('2026-11-22T17:29:59Z');
      const url = new URL(method === 'GET' ? getUrl(store, id, now) : store.putUrl(id, TYPE, now).url);
      expect(url.host).toBe(pathStyle ? 'localhost:9000' : 'media-bucket.s3.example.com');
      expect([url.pathname, url.searchParams.get('X-Amz-Signature')]).toEqual([path, signature]);
    },
  );

  test('is made with the key of its own day, on the day before again too', () => {
    const store = storeAt('http://localhost:9000');
    const today = new Date('2026-11-22T23:59:59Z');
    const tomorrow = new Date('2026-11-23T00:00:00Z');
    const first = getUrl(store, 'one', today);
    expect(getUrl(store, 'one', tomorrow)).toContain('X-Amz-Date=20261123T000000Z');
    expect(getUrl(store, 'one', today)).toBe(first);
    expect(getUrl(storeAt('http://localhost:9000'), 'one', tomorrow)).toBe(getUrl(store, 'one', tomorrow));
  });

  test('is the same for a half hour', () => {
    const store = storeAt('http://localhost:9000');
    const at = (time: string) => getUrl(store, 'one', new Date(`2026-11-22T${time}Z`));
    expect(at('17:00:00')).toBe(at('17:29:59.999'));
    expect(at('17:00:00')).not.toBe(at('17:30:00'));
  });
});

describe('a server that checks signatures', () => {
  let server: S3Server;
  let store: S3Store;
  beforeAll(async () => {
    server = await S3Server.start(credentials, 'eu-west-1');
    store = storeAt(server.endpoint);
  });
  afterAll(() => server.stop());

  test.each(HOSTILE_IDS)('takes and gives the bytes of %j', async (id) => {
    const { url, headers } = store.putUrl(id, TYPE, new Date());
    expect((await fetch(url, { method: 'PUT', body: `bytes of ${id}`, headers })).status).toBe(200);
    expect(server.objects.has(`media-bucket/${id}`)).toBe(true);
    const got = await fetch(getUrl(store, id));
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([
      200,
      TYPE,
      `bytes of ${id}`,
    ]);
  });

  test('refuses another type, object, method, key or time, and no signature', async () => {
    const { url, headers } = store.putUrl('one', TYPE, new Date());
    const put = async (target: string, type: string) =>
      (await fetch(target, { method: 'PUT', body: 'x', headers: { 'content-type': type } })).status;
    expect(await put(url, TYPE)).toBe(200);
    expect(await put(url, 'video/mp4')).toBe(403);
    expect(await put(url.replace('/one?', '/two?'), TYPE)).toBe(403);
    expect(await put(getUrl(store, 'one'), TYPE)).toBe(403);
    expect((await fetch(url, { headers })).status).toBe(403);
    expect((await fetch(getUrl(store, 'one', new Date(Date.now() - 2 * 3_600_000)))).status).toBe(403);
    expect((await fetch(store.plainGetUrl('one'))).status).toBe(403);
    const stranger = storeAt(server.endpoint, { credentials: { ...credentials, secretAccessKey: 'guess' } });
    expect((await fetch(getUrl(stranger, 'one'))).status).toBe(403);
    expect((await fetch(getUrl(store, 'one'))).status).toBe(200);
  });

  test('loses what is deleted, and nothing else', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `gone/${i}`);
    for (const id of [...ids, 'stays']) {
      server.objects.set(`media-bucket/${id}`, { bytes: Buffer.from(id), contentType: TYPE });
    }
    await store.delete([...ids, 'never there']);
    await store.delete([]);
    expect([...server.objects.keys()].filter((key) => key.startsWith('media-bucket/gone'))).toEqual([]);
    expect(server.objects.has('media-bucket/stays')).toBe(true);
  });

  test('that refuses to delete is named in the error, and no signature is', async () => {
    const stranger = storeAt(server.endpoint, { credentials: { ...credentials, secretAccessKey: 'guess' } });
    await expect(stranger.delete(['one'])).rejects.toMatchObject({
      code: 'StoreFailed',
      message: 'The store "remote" answered 403 (SignatureDoesNotMatch) when asked to delete an object.',
    });
    await expect(stranger.delete(['one', 'two'])).rejects.toThrow(/^2 of 2 objects were not deleted/);
  });

  test('that has no such bucket has not deleted anything', async () => {
    await expect(storeAt(server.endpoint, { bucket: 'no-such-bucket' }).delete(['one'])).rejects.toThrow(
      /NoSuchBucket/,
    );
  });

  test('that is away is named in the error', async () => {
    await expect(storeAt('http://127.0.0.1:1').delete(['one'])).rejects.toThrow(
      'The store "remote" could not be reached when asked to delete an object.',
    );
  });
});

test('tells the store which trace a deletion is part of, and only then', async () => {
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers.traceparent as string | undefined);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const spans = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer(
    'test',
  );
  try {
    const store = storeAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const begun = follow(tracer, tracer.startSpan('a request'));
    await begun.run(() => store.delete(['one']));
    begun.end();
    await store.delete(['two']);
    const [deletion, request] = spans.getFinishedSpans();
    expect([deletion!.name, request!.name]).toEqual(['DELETE object', 'a request']);
    const { traceId, spanId } = deletion!.spanContext();
    expect(traceId).toBe(request!.spanContext().traceId);
    expect(headers).toEqual([`00-${traceId}-${spanId}-01`, undefined]);
    expect(JSON.stringify(deletion!.attributes)).not.toContain('Signature');
  } finally {
    server.close();
  }
});
