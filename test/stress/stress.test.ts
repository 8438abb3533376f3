import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess } from '../support/server-process';

interface Report {
  readonly scenarios: readonly {
    readonly name: string;
    readonly broken: readonly string[];
    readonly figures: readonly { readonly what: string; readonly value: number | null }[];
    readonly plots?: readonly unknown[];
  }[];
}

const NAMES = ['queries', 'mixed', 'overload', 'cache', 'feeds', 'churn', 'endpoints', 'soak', 'large'];

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'tams-stress-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stress = (...args: string[]) =>
  new NodeProcess(['--import', 'tsx', 'test/stress/main.ts', '--out', folder, ...args]).ended;

it('plays every scenario, in which nothing breaks, and reports it', async () => {
  const { status, errors, output } = await stress('--quick');
  expect(errors).toBe('');
  const { scenarios } = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as Report;
  expect(scenarios.map(({ name, broken }) => ({ name, broken }))).toEqual(
    NAMES.map((name) => ({ name, broken: [] })),
  );
  expect(status).toBe(0);
  const markdown = readFileSync(path.join(folder, 'report.md'), 'utf8');
  for (const { figures } of scenarios) {
    expect(figures.length).toBeGreaterThan(2);
    for (const { what } of figures) expect(markdown).toContain(`| ${what} |`);
  }
  const plots = scenarios.flatMap((scenario) => scenario.plots ?? []);
  const drawn = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  expect(drawn).toHaveLength(plots.length);
  for (const name of drawn) {
    expect(markdown).toContain(`(${name})`);
    expect(readFileSync(path.join(folder, name), 'utf8')).not.toMatch(/NaN|undefined|Infinity/);
  }
  expect(output).toContain('The report is');
}, 420_000);

it('says what is wrong with its options', async () => {
  expect(await stress('--only', 'nothing')).toMatchObject({
    status: 1,
    errors: expect.stringMatching(/no scenario nothing; there are queries, /) as string,
  });
  expect((await stress('--seconds', '0')).errors).toBe('--seconds must be from 1 to 600\n');
});
