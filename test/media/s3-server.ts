import { RequestSigner } from 'aws4';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Credentials } from '../../src/media/sigv4';

const BUCKET = 'media-bucket';

/** An object as the server got it. */
export interface KeptObject {
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
}

/**
 * The part of an S3 server that pre-signed requests meet: it takes the key from the path as sent, decoded once, works
 * the signature out with the `aws4` package (none of our code) and answers as S3 does.
 */
export class S3Server {
  /** By bucket and key: `media-bucket/a/b`. There is that one bucket. */
  readonly objects = new Map<string, KeptObject>();

  private constructor(
    private readonly server: Server,
    readonly endpoint: URL,
  ) {}

  static async start(credentials: S3Credentials, region: string, port = 0): Promise<S3Server> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const started = new S3Server(
      server,
      new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
    server.on('request', (request, response) => {
      void started.answer(request, refusalOf(request, credentials, region)).then(({ status, body, type }) => {
        response.writeHead(status, { 'content-type': type ?? 'application/xml' }).end(body);
      });
    });
    return started;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(
    request: IncomingMessage,
    refusal: Refusal | null,
  ): Promise<{ status: number; body?: string | Buffer; type?: string | undefined }> {
    const bytes = await buffer(request);
    if (refusal !== null) return { status: refusal.status, body: xml(refusal.code) };
    if (!request.url?.startsWith(`/${BUCKET}/`)) return { status: 404, body: xml('NoSuchBucket') };
    const key = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').slice(1);
    const known = this.objects.get(key);
    switch (request.method) {
      case 'PUT':
        this.objects.set(key, { bytes, contentType: request.headers['content-type'] });
        return { status: 200 };
      case 'DELETE':
        this.objects.delete(key);
        return { status: 204 };
      default:
        return known
          ? { status: 200, body: known.bytes, type: known.contentType }
          : { status: 404, body: xml('NoSuchKey') };
    }
  }
}

function xml(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
}

function refusalOf(request: IncomingMessage, credentials: S3Credentials, region: string): Refusal | null {
  const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`);
  const given = url.searchParams.get('X-Amz-Signature');
  if (given === null) return { status: 403, code: 'AccessDenied' };
  const time = (url.searchParams.get('X-Amz-Date') ?? '').replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  const end = Date.parse(time) + Number(url.searchParams.get('X-Amz-Expires')) * 1000;
  if (!(end > Date.now())) return { status: 403, code: 'AccessDenied' };
  const names = (url.searchParams.get('X-Amz-SignedHeaders') ?? '').split(';');
  const path = (request.url ?? '').replace(/&X-Amz-Signature=[^&]*/, '');
  const signer = new RequestSigner(
    {
      service: 's3',
      region,
      method: request.method ?? '',
      path,
      signQuery: true,
      headers: Object.fromEntries(names.map((name) => [name, request.headers[name] ?? ''])),
    },
    credentials,
  );
  const signed = new URL(signer.sign().path ?? '', url).searchParams;
  return signed.get('X-Amz-Signature') === given ? null : { status: 403, code: 'SignatureDoesNotMatch' };
}
