import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** What an HTTP server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * Sends a request whose target goes out byte for byte as given, which `fetch` would tidy up first: raw brackets, dots and
 * percent signs arrive as they are.
 */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });

  close(): void {
    this.agent.destroy();
  }

  /** @param origin such as `http://127.0.0.1:4000`; @param target the raw path and query */
  send(origin: string, method: string, target: string, parts: RequestParts = {}): Promise<HttpAnswer> {
    const { hostname, port } = new URL(origin);
    const body = parts.body === undefined ? null : Buffer.from(parts.body as string);
    const headers: Record<string, string | number> = { ...parts.headers };
    if (body !== null) headers['content-length'] = body.length;
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        { agent: this.agent, hostname, port, method, path: target, headers, timeout: 20_000 },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${target} was not answered in time`)));
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  }
}
