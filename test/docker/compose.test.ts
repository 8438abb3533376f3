import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { settingsInForce } from '../../src/server/config';
import { DOCKER, itWith, run, tool } from './tools';

interface Service {
  readonly image?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly volumes?: readonly { readonly type: string; readonly source: string }[];
  readonly ports?: readonly { readonly host_ip?: string; readonly published: string }[];
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string } } };
}
interface Project {
  readonly services: Record<string, Service>;
  readonly secrets?: Record<string, { readonly file: string }>;
}

const COMBINATIONS: Record<string, readonly string[]> = {
  development: ['docker-compose.yml'],
  'development, watched': ['docker-compose.yml', 'docker-compose.observability.yml'],
  production: ['docker-compose.prod.yml'],
  'production, watched': ['docker-compose.prod.yml', 'docker-compose.observability.yml'],
};

/** The files as Docker Compose itself reads and merges them. */
function project(files: readonly string[]): Project {
  const args = files.flatMap((file) => ['-f', path.join(DOCKER, file)]);
  const env = { TAMS_DOMAIN: 'tams.example.org', GRAFANA_PASSWORD: 'secret' };
  return JSON.parse(run('docker-compose', [...args, 'config', '--format', 'json'], env)) as Project;
}

describe.each(Object.entries(COMBINATIONS))('docker/docker-compose*.yml for %s', (_name, files) => {
  // Read once: each start of Compose takes a moment.
  const { services = {}, secrets = {} } = tool('docker-compose') ? project(files) : {};
  const gateway = services.gateway ?? {};

  itWith(['docker-compose'], 'pins every image to a version', () => {
    for (const { image } of Object.values(services))
      expect(image).toMatch(/:v?\d+\.\d+\.\d+(-[a-z]+)?$|^tams-graph:dev$/);
  });

  itWith(['docker-compose'], 'mounts files that are there', () => {
    const sources = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.filter(({ type }) => type === 'bind'),
    );
    for (const { source } of sources) expect([source, existsSync(source)]).toEqual([source, true]);
    for (const { file } of Object.values(secrets))
      expect(path.dirname(file)).toBe(path.join(DOCKER, 'secrets'));
  });

  itWith(
    ['docker-compose'],
    'gives the gateway settings that it knows, and nothing else to do or to write',
    () => {
      const known = settingsInForce({}).map(({ variable }) => variable);
      const given = Object.keys(gateway.environment ?? {}).filter((name) => name.startsWith('TAMS_'));
      expect(known).toEqual(expect.arrayContaining(given));
      expect(gateway.environment).toMatchObject({ TAMS_AUTH: 'on' });
      expect(gateway).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    },
  );

  itWith(['docker-compose'], 'opens only the proxy to the world', () => {
    const open = Object.entries(services).filter(([, { ports = [] }]) =>
      ports.some(({ host_ip }) => host_ip !== '127.0.0.1'),
    );
    expect(open.map(([name]) => name)).toEqual(files.includes('docker-compose.prod.yml') ? ['proxy'] : []);
  });
});

itWith(['docker-compose'], 'production limits the memory of what serves', () => {
  const { gateway, proxy } = project(['docker-compose.prod.yml']).services;
  expect(Number(gateway?.deploy?.resources?.limits?.memory)).toBe(2 ** 30);
  expect(Number(proxy?.deploy?.resources?.limits?.memory)).toBeLessThanOrEqual(2 ** 28);
});

it('Prometheus reads the gateway under the name and port that it has', () => {
  const prometheus = parse(readFileSync(path.join(DOCKER, 'observability/prometheus.yml'), 'utf8')) as {
    scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
  };
  const job = prometheus.scrape_configs.find(({ job_name }) => job_name === 'tams-graph');
  expect(job?.static_configs[0]?.targets).toEqual(['gateway:4000']);
});

itWith(['yamllint'], 'all YAML is well formed and tidy', () => {
  const rules =
    '{extends: default, rules: {line-length: {max: 160}, document-start: disable, braces: {max-spaces-inside: 1}}}';
  const yaml = readdirSync(DOCKER, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ya?ml$/.test(file) && !file.includes('templates'),
  );
  expect(yaml.length).toBeGreaterThan(8);
  run('yamllint', ['--strict', '-d', rules, ...yaml.map((file) => path.join(DOCKER, file))]);
});
