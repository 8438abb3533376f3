import { SpanKind } from '@opentelemetry/api';
import { inSpan, traceHeaders } from '../tracing';
import { MediaError } from './errors';
import { encodeObjectId } from './percent-encoding';
import { RememberedUrls } from './remembered-urls';
import { signingWindow, WINDOW_SECONDS } from './signing-window';
import { S3Presigner, type S3Credentials } from './sigv4';
import type { MediaStore, PutRequest, StorageBackend } from './store';

/** How to reach a bucket of an S3-compatible store. */
export interface S3Bucket {
  /** Scheme and authority, e.g. `https://s3.eu-west-1.amazonaws.com` or `http://localhost:9000`. */
  readonly endpoint: URL;
  readonly bucket: string;
  /** The region that requests are signed for; `us-east-1` for most stores that are not AWS. */
  readonly region: string;
  /** Whether the bucket is the first part of the path rather than of the host. */
  readonly pathStyle: boolean;
  readonly credentials: S3Credentials;
}

const DELETES_AT_ONCE = 16;
const DELETE_TIMEOUT_MS = 30_000;

/** Objects in a bucket of an S3-compatible store. Clients read and write there, never through this server. */
export class S3Store implements MediaStore {
  private readonly origin: string;
  private readonly host: string;
  private readonly root: string;
  private readonly presigner: S3Presigner;
  private readonly remembered = new RememberedUrls();

  constructor(
    readonly backend: StorageBackend,
    where: S3Bucket,
  ) {
    this.host = where.pathStyle ? where.endpoint.host : `${where.bucket}.${where.endpoint.host}`;
    this.origin = `${where.endpoint.protocol}//${this.host}`;
    this.root = where.pathStyle ? `/${where.bucket}/` : '/';
    this.presigner = new S3Presigner(where.credentials, where.region);
  }

  putUrl(objectId: string, contentType: string, now: Date): PutRequest {
    return {
      url: this.presign('PUT', contentType, now)(objectId),
      headers: { 'content-type': contentType },
    };
  }

  presignedGetUrls(objectIds: readonly string[], now: Date): string[] {
    return this.remembered.of(objectIds, signingWindow(now).start, this.presign('GET', null, now));
  }

  plainGetUrl(objectId: string): string {
    return this.origin + this.root + encodeObjectId(objectId);
  }

  async delete(objectIds: readonly string[]): Promise<void> {
    const url = this.presign('DELETE', null, new Date());
    const waiting = objectIds.values();
    const failures: MediaError[] = [];
    const work = async () => {
      for (const id of waiting) {
        const failure = await this.deleteOne(url(id));
        if (failure !== null) failures.push(failure);
      }
    };
    await Promise.all(Array.from({ length: Math.min(DELETES_AT_ONCE, objectIds.length) }, work));
    const [first] = failures;
    if (first === undefined) return;
    if (objectIds.length === 1) throw first;
    throw new MediaError(
      'StoreFailed',
      `${failures.length} of ${objectIds.length} objects were not deleted. The first failure: ${first.message}`,
      { cause: first },
    );
  }

  private presign(
    method: 'GET' | 'PUT' | 'DELETE',
    contentType: string | null,
    now: Date,
  ): (objectId: string) => string {
    const at = signingWindow(now).start;
    const sign = this.presigner.prepare({
      method,
      host: this.host,
      contentType,
      at,
      expires: WINDOW_SECONDS,
    });
    return (objectId) => this.origin + sign(this.root + encodeObjectId(objectId));
  }

  private async deleteOne(url: string): Promise<MediaError | null> {
    try {
      const response = await this.requestDelete(url);
      const body = await response.text();
      const code = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(body)?.[1];
      if (response.ok || (response.status === 404 && code !== 'NoSuchBucket')) return null;
      return this.failed(`answered ${response.status}${code === undefined ? '' : ` (${code})`}`);
    } catch (error) {
      // The reason is named, never the error itself: a URL inside it would give away a signature.
      const timedOut = (error as Error).name === 'TimeoutError';
      return this.failed(
        timedOut ? `gave no answer within ${DELETE_TIMEOUT_MS / 1000} s` : 'could not be reached',
      );
    }
  }

  /** Presigned URLs sign no header but the host, so that the trace's may go along. */
  private requestDelete(url: string): Promise<Response> {
    const attributes = { 'http.request.method': 'DELETE', 'server.address': this.host };
    return inSpan(
      'DELETE object',
      attributes,
      () =>
        fetch(url, {
          method: 'DELETE',
          headers: traceHeaders(),
          signal: AbortSignal.timeout(DELETE_TIMEOUT_MS),
        }),
      SpanKind.CLIENT,
    );
  }

  private failed(what: string): MediaError {
    return new MediaError(
      'StoreFailed',
      `The store "${this.backend.label}" ${what} when asked to delete an object.`,
    );
  }
}
