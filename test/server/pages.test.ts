import { startGateway, type TestGateway } from './gateway';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());

/** Every answer of this server that a browser finds from its home page on, by path. */
async function walk(): Promise<Map<string, Response & { readonly body: unknown }>> {
  const found = new Map<string, Response>();
  const left = ['/'];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    const response = await fetch(gateway.url + path);
    found.set(path, response);
    const text = await response.text();
    if (!isPage(response)) continue;
    for (const [, link] of text.matchAll(/(?:href|src)="([^"#]+)"/g)) {
      const { origin, pathname } = new URL(link!, gateway.url + path);
      if (origin === gateway.url) left.push(pathname);
    }
  }
  return found;
}

const isPage = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/html') ?? false;

it('every page says what it may load and do, and nobody frames it or guesses its type', async () => {
  const found = await walk();
  const pages = [...found].filter(([, response]) => isPage(response));
  expect(pages.map(([path]) => path).sort()).toEqual(['/', '/graphiql', '/tams/v7.0/docs']);
  for (const [path, { headers, status }] of pages) {
    expect([path, status]).toEqual([path, 200]);
    const policy = new Map(
      headers
        .get('content-security-policy')!
        .split('; ')
        .map((directive) => [directive.split(' ', 1)[0], directive]),
    );
    expect(policy.get('default-src')).toBe("default-src 'none'");
    expect(policy.get('script-src')).toBe("script-src 'self'");
    expect(policy.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(policy.get('base-uri')).toBe("base-uri 'none'");
    expect(policy.get('form-action')).toBe("form-action 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  }
  // What pages load is there, and is what it says.
  for (const [path, { headers, status }] of found) {
    expect([path, status]).toEqual([path, 200]);
    if (/\.(js|css|json)$/.test(path))
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
  }
  expect(found.size).toBeGreaterThan(8);
});
