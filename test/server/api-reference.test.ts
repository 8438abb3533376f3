import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020';
import Fastify, { type FastifyInstance } from 'fastify';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { apiReferenceRoutes } from '../../src/server/api-reference/routes';

const SCHEMAS = path.join(__dirname, '../../schema/tams-7.0/schemas');
const BASE = '/tams/v7.0';

let app: FastifyInstance;
let url: string;

async function serve(basePath: string): Promise<FastifyInstance> {
  const server = Fastify();
  await server.register(apiReferenceRoutes, { basePath });
  // As the REST surface does: it answers everything else below the base path.
  server.all(`${basePath}/*`, (_request, reply) => reply.code(404).send({ type: 'NotFound' }));
  return server;
}

beforeAll(async () => {
  app = await serve(BASE);
  url = (await app.listen({ host: '127.0.0.1', port: 0 })) + BASE;
});
afterAll(() => app.close());

interface Contract {
  readonly openapi: string;
  readonly servers: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly webhooks: object;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}
const contractOf = async (text: Promise<Response>): Promise<Contract> =>
  (await (await text).json()) as Contract;

describe('the page', () => {
  it('is served with a policy that lets it load and call nothing but this server', async () => {
    const response = await fetch(`${url}/docs`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has no inline script, names no other host, and everything it loads is there', async () => {
    const html = await (await fetch(`${url}/docs`)).text();
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=/);
    const named = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    const assets = named.filter((name) => !name.startsWith('data:'));
    expect(assets).toEqual([
      'docs/swagger-ui.css',
      'docs/swagger-ui-bundle.js',
      'docs/start.js',
      'docs/openapi.json',
    ]);
    const types: Readonly<Record<string, RegExp>> = {
      '.css': /^text\/css/,
      '.js': /^(text|application)\/javascript/,
      '.json': /^application\/json/,
    };
    for (const asset of assets) {
      const response = await fetch(new URL(asset, `${url}/docs`));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(types[path.extname(asset)]!);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });

  it('loads a viewer whose style sheet fetches nothing', async () => {
    const css = await (await fetch(`${url}/docs/swagger-ui.css`)).text();
    expect(css).not.toMatch(/(url\(|@import)\s*["']?(https?:)?\/\//);
  });

  it('is also reached with a slash behind it', async () => {
    expect((await fetch(`${url}/docs/`)).url).toBe(`${url}/docs`);
  });
});

describe('what is served', () => {
  it('is no other file of the package, and nothing outside it', async () => {
    for (const name of [
      'index.html',
      'oauth2-redirect.html',
      'csp.json',
      '..%2fpackage.json',
      '%2e%2e/package.json',
    ])
      expect((await fetch(`${url}/docs/${name}`)).status).toBe(404);
  });

  it('can be read only', async () => {
    for (const file of ['docs', 'docs/openapi.json', 'docs/swagger-ui.css']) {
      expect((await fetch(`${url}/${file}`, { method: 'HEAD' })).status).toBe(200);
      for (const method of ['POST', 'PUT', 'DELETE'])
        expect((await fetch(`${url}/${file}`, { method })).status).toBe(404);
    }
  });
});

describe('the contract in one file', () => {
  it('has every operation, webhook and schema, and the base path as its server', async () => {
    const contract = await contractOf(fetch(`${url}/docs/openapi.json`));
    expect(contract.openapi).toBe('3.1.0');
    expect(contract.servers).toEqual([{ url: BASE }]);
    expect(Object.keys(contract.webhooks)).toHaveLength(8);
    const operations = Object.values(contract.paths).flatMap((item) =>
      Object.keys(item).filter((key) => key !== 'parameters'),
    );
    expect(operations).toHaveLength(74);
    const files = readdirSync(SCHEMAS).map((file) => path.basename(file, '.json'));
    expect(Object.keys(contract.components.schemas)).toEqual(expect.arrayContaining(files));
  });

  it('refers to nothing but itself, and says the same', async () => {
    const text = await (await fetch(`${url}/docs/openapi.json`)).text();
    const references = [...new Set([...text.matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1]!))];
    expect(references.length).toBeGreaterThan(30);
    const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false });
    ajv.addSchema(JSON.parse(text) as AnySchemaObject, 'https://contract.invalid/', false, false);
    for (const reference of references) expect(reference).toMatch(/^#\/components\//);
    for (const reference of references.filter((name) => name.includes('/schemas/')))
      expect(ajv.getSchema(`https://contract.invalid/${reference}`)).toBeInstanceOf(Function);

    const segments = ajv.getSchema('https://contract.invalid/#/components/schemas/flow-segment')!;
    expect(segments({ object_id: 'a', timerange: '[0:0_1:0)' })).toBe(true);
    expect(segments({ object_id: 'a', timerange: '[0:0__1:0)' })).toBe(false);
  });

  it('names another base path, or none, where the server has that', async () => {
    for (const [basePath, server] of [
      ['/media/api', '/media/api'],
      ['', '/'],
    ] as const) {
      const other = await serve(basePath);
      const address = (await other.listen({ host: '127.0.0.1', port: 0 })) + basePath;
      expect((await contractOf(fetch(`${address}/docs/openapi.json`))).servers).toEqual([{ url: server }]);
      expect(await (await fetch(`${address}/docs`)).text()).toContain('docs/start.js');
      await other.close();
    }
  });
});
