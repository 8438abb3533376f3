import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, parse, validate } from 'graphql';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EXAMPLES } from '../../src/server/graphiql/examples';
import { graphiqlRoutes } from '../../src/server/graphiql/routes';
import { jsonAsVariables } from './variables';

const ROOT = path.join(__dirname, '../..');
const MEDIA_TYPES: Readonly<Record<string, RegExp>> = {
  '.js': /^text\/javascript|^application\/javascript/,
  '.css': /^text\/css/,
};

let folder: string;
let app: FastifyInstance;
let url: string;

async function serve(bundle: string): Promise<{ app: FastifyInstance; url: string }> {
  const server = Fastify();
  await server.register(graphiqlRoutes, { endpoint: '/graphql', folder: bundle });
  return { app: server, url: await server.listen({ host: '127.0.0.1', port: 0 }) };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tams-graphiql-'));
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'src/server/graphiql/build.mjs'), folder]);
  ({ app, url } = await serve(folder));
}, 120_000);

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the page loads at once: `src` and `href` of its head. */
async function assetsOfPage(): Promise<URL[]> {
  const html = await (await fetch(`${url}/graphiql`)).text();
  const named = [...html.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"/g)].map(
    (match) => match[1]!,
  );
  return named.filter((name) => !name.startsWith('data:')).map((name) => new URL(name, `${url}/graphiql`));
}

describe('the page', () => {
  it('is served with a policy that lets it load and call nothing but this server', async () => {
    const response = await fetch(`${url}/graphiql`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('has no inline script and names no other host', async () => {
    const html = await (await fetch(`${url}/graphiql`)).text();
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/\son\w+=/);
    expect(html).toContain('data-endpoint="graphql"');
  });

  it('loads a script and a style sheet that are there, typed, and may be kept', async () => {
    const assets = await assetsOfPage();
    expect(assets.map(({ pathname }) => path.extname(pathname)).sort()).toEqual(['.css', '.js']);
    for (const asset of assets) {
      const response = await fetch(asset);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(MEDIA_TYPES[path.extname(asset.pathname)]!);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect((await response.text()).length).toBeGreaterThan(10_000);
    }
  });

  it('is also reached with a slash behind it', async () => {
    const response = await fetch(`${url}/graphiql/`);
    expect(response.status).toBe(200);
    expect(response.url).toBe(`${url}/graphiql`);
  });
});

describe('the bundle', () => {
  it('has every chunk and worker that its files name', async () => {
    const files = new Set(await readdir(folder));
    const scripts = [...files].filter((file) => file.endsWith('.js'));
    const named = new Set<string>();
    for (const file of scripts) {
      const code = await readFile(path.join(folder, file), 'utf8');
      for (const [, name] of code.matchAll(/["']\.\/([\w-]+-[A-Z0-9]{8}\.js)["']/g)) named.add(name!);
    }
    expect([...named].filter((name) => /^(editor|graphql|json)-/.test(name))).toHaveLength(3);
    expect([...named].filter((name) => !files.has(name))).toEqual([]);
    for (const name of named) expect((await fetch(`${url}/graphiql/${name}`)).status).toBe(200);
  });

  it('loads no code, style or font from another host', async () => {
    for (const file of await readdir(folder)) {
      const text = await readFile(path.join(folder, file), 'utf8');
      if (file.endsWith('.css')) expect(text).not.toMatch(/(url\(|@import)\s*["']?(https?:)?\/\//);
      if (file.endsWith('.js')) {
        expect(text).not.toMatch(/(\bimport\s*\(|\bfrom|\bimport|importScripts\()\s*["'`]https?:/);
        expect(text).not.toMatch(/cdn\.jsdelivr\.net|unpkg\.com|esm\.sh/);
      }
    }
  });

  it('speaks GraphQL over WebSocket, for subscriptions', async () => {
    const scripts = (await readdir(folder)).filter((file) => file.endsWith('.js'));
    const codes = await Promise.all(scripts.map((file) => readFile(path.join(folder, file), 'utf8')));
    expect(codes.some((code) => code.includes('graphql-transport-ws'))).toBe(true);
  });

  it('stays below 10 MB', async () => {
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (file) => (await readFile(path.join(folder, file))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000);
  });

  it('serves nothing beside itself', async () => {
    for (const name of ['../package.json', '..%2fpackage.json', '%2e%2e/package.json', 'nothing.js']) {
      expect((await fetch(`${url}/graphiql/${name}`)).status).toBe(404);
    }
  });
});

it('says how to build it when it is not built', async () => {
  const empty = await mkdtemp(path.join(tmpdir(), 'tams-graphiql-'));
  const unbuilt = await serve(empty);
  try {
    const response = await fetch(`${unbuilt.url}/graphiql`);
    expect(response.status).toBe(404);
    expect(await response.text()).toMatch(/npm run build:graphiql/);
  } finally {
    await unbuilt.app.close();
    await rm(empty, { recursive: true });
  }
});

describe('the example operations', () => {
  it.each(
    EXAMPLES.map(({ query, variables }) => [
      /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1],
      query,
      variables,
    ]),
  )('%s is valid, with its variables, against the schema', async (_name, query, variables) => {
    const schema = buildSchema(await readFile(path.join(ROOT, 'schema/schema.graphql'), 'utf8'));
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    expect(jsonAsVariables(schema, document, variables)).toEqual([]);
  });
});
