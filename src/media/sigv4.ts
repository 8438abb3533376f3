import { createHmac, hash } from 'node:crypto';
import { encodePart } from '../percent-encoding';

/** Keys of an S3 account. Never logged, never part of an error. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What every URL of one batch has in common. */
export interface PresignRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** As clients send it in `Host`: with the port, unless it is the scheme's own. */
  readonly host: string;
  /** Signed as a header that the client must send exactly so; null signs the host alone. */
  readonly contentType: string | null;
  /** Start of validity, whole seconds since 1970. */
  readonly at: number;
  /** Seconds of validity from `at`, at most a week. */
  readonly expires: number;
}

const SERVICE = 's3';

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/**
 * AWS Signature Version 4 in the query string, for S3: the path is encoded once (other services encode it twice)
 * and the payload is not signed. The signing key depends on the day alone, so it is derived once a day.
 */
export class S3Presigner {
  private day = '';
  private dayKey: Buffer = Buffer.alloc(0);

  constructor(
    private readonly credentials: S3Credentials,
    private readonly region: string,
  ) {}

  /**
   * A function that turns a percent-encoded path (starting with `/`) into the path with its signed query.
   * Everything but the path is prepared here, so that each URL costs one hash and one HMAC.
   */
  prepare(request: PresignRequest): (path: string) => string {
    const time = new Date(request.at * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const scope = `${day}/${this.region}/${SERVICE}/aws4_request`;
    const signedHeaders = request.contentType === null ? 'host' : 'content-type;host';
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      `&X-Amz-Credential=${encodePart(`${this.credentials.accessKeyId}/${scope}`)}` +
      `&X-Amz-Date=${time}&X-Amz-Expires=${request.expires}&X-Amz-SignedHeaders=${encodePart(signedHeaders)}`;
    const contentType =
      request.contentType === null ? '' : `content-type:${request.contentType.trim().replace(/ +/g, ' ')}\n`;
    const beforePath = `${request.method}\n`;
    const afterPath = `\n${query}\n${contentType}host:${request.host}\n\n${signedHeaders}\nUNSIGNED-PAYLOAD`;
    const beforeHash = `AWS4-HMAC-SHA256\n${time}\n${scope}\n`;
    const key = this.keyOf(day);
    return (path) => {
      const toSign = beforeHash + hash('sha256', beforePath + path + afterPath, 'hex');
      return `${path}?${query}&X-Amz-Signature=${createHmac('sha256', key).update(toSign).digest('hex')}`;
    };
  }

  private keyOf(day: string): Buffer {
    if (day !== this.day) {
      const dayHash = hmac(`AWS4${this.credentials.secretAccessKey}`, day);
      this.dayKey = hmac(hmac(hmac(dayHash, this.region), SERVICE), 'aws4_request');
      this.day = day;
    }
    return this.dayKey;
  }
}
