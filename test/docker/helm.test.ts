import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { readBackendEntries } from '../../src/media/backend-config';
import { settingsInForce } from '../../src/server/config';
import { CHART, itWith, run } from './tools';

const EVERYTHING = ['-f', path.join(CHART, 'ci/everything.yaml')];
const KUBERNETES = ['1.27', '1.37'];

const render = (options: readonly string[] = []): string =>
  run('helm', ['template', 'media', CHART, '--kube-version', '1.33.0', ...options]);

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, never>;
  readonly data?: Record<string, string>;
}
const manifests = (options?: readonly string[]): Manifest[] =>
  parseAllDocuments(render(options)).map((document) => document.toJS() as Manifest);
const only = (all: readonly Manifest[], kind: string): Manifest => {
  const found = all.filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'tams-chart-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the chart', () => {
  itWith(['helm'], 'passes helm lint', () => {
    run('helm', ['lint', '--strict', CHART]);
    run('helm', ['lint', '--strict', CHART, ...EVERYTHING]);
  });

  itWith(
    ['helm', 'kubernetes-validate'],
    'renders manifests that Kubernetes takes, with nothing it does not know',
    () => {
      for (const [name, options] of Object.entries({ default: [], everything: EVERYTHING })) {
        const file = path.join(folder, `${name}.yaml`);
        // A ServiceMonitor is no resource of Kubernetes': the validator has no schema for it.
        const ours = render(options)
          .split(/^---$/m)
          .filter((text) => !text.includes('kind: ServiceMonitor'));
        writeFileSync(file, ours.join('---'));
        for (const version of KUBERNETES) run('kubernetes-validate', ['--strict', '-k', version, file]);
      }
    },
  );

  itWith(
    ['helm'],
    'has one replica with a volume of its own, and no token, root, or writable root file system',
    () => {
      const statefulSet = only(manifests(), 'StatefulSet') as unknown as {
        spec: {
          replicas: number;
          template: { spec: Record<string, unknown> & { containers: Record<string, unknown>[] } };
        };
      };
      expect(statefulSet.spec.replicas).toBe(1);
      const pod = statefulSet.spec.template.spec;
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
      });
      expect(pod.containers[0]).toMatchObject({
        securityContext: {
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
        livenessProbe: { httpGet: { path: '/livez' } },
        readinessProbe: { httpGet: { path: '/readyz' } },
      });
      // With them, a release whose name has "tams" in it would not start: TAMS_…_PORT is no setting.
      expect(pod.enableServiceLinks).toBe(false);
    },
  );

  itWith(['helm'], 'hands over settings and a storage backends file that the gateway knows', async () => {
    const maps = manifests(EVERYTHING).filter(({ kind }) => kind === 'ConfigMap');
    const settings = maps.find(({ metadata }) => metadata.name.endsWith('-settings'))!.data!;
    expect(settingsInForce({}).map(({ variable }) => variable)).toEqual(
      expect.arrayContaining(Object.keys(settings)),
    );
    const file = path.join(folder, 'storage-backends.json');
    writeFileSync(
      file,
      maps.find(({ metadata }) => metadata.name.endsWith('-files'))!.data!['storage-backends.json']!,
    );
    expect(await readBackendEntries(file)).toMatchObject([
      { kind: 's3', credentials_file: '../credentials/vast.json' },
    ]);
  });

  itWith(['helm'], 'refuses values that cannot work', () => {
    const wrong = {
      'replicas=3': 'replicas',
      'persistence.accessModes={ReadWriteMany}': 'accessModes',
      'config.TAMS_HOST=127.0.0.1': 'TAMS_HOST',
      'publicUrl=tams.example.org': 'publicUrl',
      'podDisruptionBudget.maxUnavailable=2': 'maxUnavailable',
    };
    for (const [value, complaint] of Object.entries(wrong))
      expect(() => render(['--set', value])).toThrow(complaint);
  });

  it('says in its schema what each value may be', () => {
    const read = (file: string) =>
      parse(readFileSync(path.join(CHART, file), 'utf8')) as Record<string, unknown>;
    const { properties } = read('values.schema.json') as { properties: Record<string, unknown> };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(read('values.yaml'))));
  });
});
