import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { graphql, startGateway } from './gateway';

const FOLDER = path.join(__dirname, '../../docker/observability');
const filesOf = (folder: string, end: string): string[] =>
  readdirSync(path.join(FOLDER, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => path.join(FOLDER, folder, name));

interface Rules {
  readonly groups: { readonly rules: { readonly alert: string; readonly expr: string }[] }[];
}
interface Dashboard {
  readonly uid: string;
  readonly templating: { readonly list: { readonly query: string }[] };
  readonly panels: { readonly title: string; readonly targets: { readonly expr: string }[] }[];
}

/** PromQL by where it stands. */
const EXPRESSIONS: readonly (readonly [place: string, expression: string])[] = [
  ...filesOf('rules', '.yml').flatMap((file) =>
    (parse(readFileSync(file, 'utf8')) as Rules).groups.flatMap(({ rules }) =>
      rules.map(({ alert, expr }) => [alert, expr] as const),
    ),
  ),
  ...filesOf('dashboards', '.json').flatMap((file) => {
    const { uid, panels, templating } = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
    return [
      ...templating.list.map(({ query }) => [`${uid}: variables`, query] as const),
      ...panels.flatMap(({ title, targets }) =>
        targets.map(({ expr }) => [`${uid}: ${title}`, expr] as const),
      ),
    ];
  }),
];

/** Prometheus' own word on whether it could read. */
const NOT_OURS = new Set(['up']);
const WORDS = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'instance',
]);

/** Names of metrics in PromQL: what is left of it without texts, selectors, ranges, lists of labels and functions. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = bare.match(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g) ?? [];
  return names.filter((name) => !WORDS.has(name) && !NOT_OURS.has(name));
}

/** The labels that a selector behind a name asks for, other than those that Prometheus adds. */
function selectorsIn(expression: string): [name: string, labels: string[]][] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].map(([, name, selector]) => [
    name!,
    [...selector!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
      .map(([, label]) => label!)
      .filter((label) => label !== 'instance' && label !== 'job'),
  ]);
}

/** Everything that a gateway tells after some use: labels by name of the metric. */
async function exported(): Promise<Map<string, Set<string>>> {
  const gateway = await startGateway();
  try {
    await graphql(gateway.url, 'query Flows { flows(first: 1) { nodes { id source { id } } } }');
    await graphql(gateway.url, '{ nothingOfTheKind }');
    const id = '11111111-1111-4111-8111-111111111111';
    const flow = {
      id,
      source_id: '22222222-2222-4222-8222-222222222222',
      format: 'urn:x-nmos:format:data',
      codec: 'application/json',
      essence_parameters: { data_type: 'urn:x-tams:data:example' },
    };
    await fetch(`${gateway.url}/tams/v7.0/flows/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(flow),
    });
    await graphql(gateway.url, 'query Flows { flows(first: 1) { nodes { id source { id } } } }');
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const found = new Map<string, Set<string>>();
    // Families of which there is no series yet are told by their type alone.
    for (const [, name] of text.matchAll(/^# TYPE (\S+) /gm)) found.set(name!, new Set());
    for (const [, name, labels] of text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /gm)) {
      const known = found.get(name!) ?? new Set<string>();
      for (const [, label] of (labels ?? '').matchAll(/(\w+)="/g)) known.add(label!);
      found.set(name!, known);
    }
    return found;
  } finally {
    await gateway.close();
  }
}

let found: Map<string, Set<string>>;
beforeAll(async () => {
  found = await exported();
});

it('finds names in PromQL', () => {
  expect(
    namesIn(
      'histogram_quantile(0.99, sum by (le, a) (rate(x_bucket{a="b_c"}[5m]))) / ignoring(of) y_total > 3 and up == 0',
    ),
  ).toEqual(['x_bucket', 'y_total']);
});

it('has dashboards and alerts', () => {
  expect(EXPRESSIONS.length).toBeGreaterThan(40);
});

it.each(EXPRESSIONS)('%s asks for what a running server exports', (_place, expression) => {
  const asked = expression.startsWith('label_values(') ? expression.replace(/^label_values/, '') : expression;
  for (const name of namesIn(asked)) expect([...found.keys()]).toContain(name);
  for (const [name, labels] of selectorsIn(asked)) {
    if (NOT_OURS.has(name) || found.get(name)?.size === 0) continue;
    for (const label of labels) expect([...(found.get(name) ?? [])]).toContain(label);
  }
});
