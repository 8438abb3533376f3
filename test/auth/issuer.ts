import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const loadJose = () => import('jose');
type Jose = Awaited<ReturnType<typeof loadJose>>;

interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: any;
  readonly publicJwk: Record<string, unknown>;
}

/** An OpenID Connect issuer on the loopback address, as far as a store looks at one. */
export class Issuer {
  /** What has been asked of it. */
  readonly requests: string[] = [];
  keys: SigningKey[] = [];

  private constructor(
    readonly jose: Jose,
    private readonly server: Server,
  ) {}

  static async start(): Promise<Issuer> {
    const server = createServer((request, response) => {
      issuer.requests.push(request.url!);
      const body =
        request.url === '/.well-known/openid-configuration'
          ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }
          : { keys: issuer.keys.map(({ publicJwk }) => publicJwk) };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
    const issuer = new Issuer(await loadJose(), server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A new key that it signs with from now on, beside the others. */
  async addKey(alg = 'RS256', kid = `key-${this.keys.length + 1}-${Math.random()}`): Promise<SigningKey> {
    const { publicKey, privateKey } = await this.jose.generateKeyPair(alg, { extractable: true });
    const publicJwk = { ...(await this.jose.exportJWK(publicKey)), kid, alg, use: 'sig' };
    const key = { kid, alg, privateKey, publicJwk };
    this.keys.push(key);
    return key;
  }

  /** A good token, but for what is given; null leaves a claim out. */
  sign(
    key: SigningKey,
    claims: Readonly<Record<string, unknown>> = {},
    header: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all: Readonly<Record<string, unknown>> = {
      iss: this.url,
      aud: 'tams',
      sub: 'jane',
      scope: 'read',
      iat: now,
      exp: now + 300,
      ...claims,
    };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    return new this.jose.SignJWT(given)
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
