import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ts from 'typescript';
import { generate } from './generated-types';

/** A frontend module as one would write it; it names what the generated types must offer. */
const CONSUMER = `
import type {
  AddSegmentsMutationVariables,
  FlowDetailQuery,
  FlowDetailQueryVariables,
  FlowListQuery,
  FlowListQueryVariables,
  PutFlowMutationVariables,
  SegmentFeedSubscription,
  SegmentFeedSubscriptionVariables,
  SegmentPageQuery,
  SourceListQuery,
} from './operations';
import type { Flow, Query, VideoFlow } from './schema';

export const firstPage: FlowListQueryVariables = { filter: { format: 'VIDEO', timerange: '[0:0_10:0)' } };
export const detail: FlowDetailQueryVariables = { id: '8d6a2f0e-3c51-4b7a-9f1d-52c0a7e41b01' };

export function widthOf(flow: NonNullable<FlowDetailQuery['flow']>): number | null {
  return flow.__typename === 'VideoFlow' ? flow.essenceParameters.frameWidth : null;
}
export function channelsOf(flow: NonNullable<FlowDetailQuery['flow']>): number | null {
  return flow.__typename === 'AudioFlow' ? flow.audio.channels : null;
}
export const labels = (page: FlowListQuery): (string | null)[] => page.flows.edges.map(({ node }) => node.label);
export const next = (page: FlowListQuery): string | null =>
  page.flows.pageInfo.hasNextPage ? page.flows.pageInfo.endCursor : null;
export const urls = (page: SegmentPageQuery): string[] =>
  page.flow?.segments.edges.flatMap(({ node }) => node.getUrls.map(({ url }) => url)) ?? [];
export const samples = (page: SegmentPageQuery): number =>
  page.flow?.segments.edges.reduce((sum, { node }) => sum + (node.sampleCount ?? 0), 0) ?? 0;
export const roles = (list: SourceListQuery): (string | null)[] => list.sources.nodes.map(({ role }) => role);
export const put: PutFlowMutationVariables = {
  input: {
    id: detail.id,
    sourceId: detail.id,
    format: 'VIDEO',
    container: 'video/mp2t',
    video: { frameWidth: 640, frameHeight: 360, frameRate: { numerator: 25 } },
  },
};
export const add: AddSegmentsMutationVariables = {
  flow: detail.id,
  segments: [{ objectId: 'a', timerange: '[0:0_1:0)' }, { objectId: 'b', timerange: '[1:0_2:0)' }],
};
export const fromNow: SegmentFeedSubscriptionVariables = { flows: [detail.id] };
export const pushed = ({ segments: { kind, segment } }: SegmentFeedSubscription): string | null =>
  kind === 'ADDED' ? (segment?.getUrls[0]?.url ?? null) : null;
export const asInterface = (flow: VideoFlow): Flow => flow;
export const rootField: keyof Query = 'sources';
`;

/** What a frontend may get wrong; each must not compile. */
const WRONG_USES: Readonly<Record<string, string>> = {
  'a variable that does not exist': `export const v: FlowListQueryVariables = { filtre: null };`,
  'a filter of the wrong type': `export const v: FlowListQueryVariables = { filter: { frameWidth: '640' } };`,
  'a format that is none': `export const v: FlowListQueryVariables = { filter: { format: 'urn:x-nmos:format:video' } };`,
  'a required variable left out': `export const v: FlowDetailQueryVariables = {};`,
  'a timerange as an object': `export const v: FlowDetailQueryVariables = { id: 'x', timerange: { start: 0 } };`,
  'a field that was not selected': `export const f = (page: FlowListQuery) => page.flows.edges[0]!.node.description;`,
  'a null that was not looked for': `export const f = (page: FlowListQuery): string => page.flows.edges[0]!.node.label;`,
  'an essence without its format': `export const f = (q: FlowDetailQuery) => q.flow!.essenceParameters;`,
  'an input without what it requires': `export const v: PutFlowMutationVariables = { input: { id: 'x', sourceId: 'y' } };`,
};
const WRONG_USE_IMPORTS = `import type { FlowDetailQuery, FlowDetailQueryVariables, FlowListQuery, FlowListQueryVariables, PutFlowMutationVariables } from './operations';\n`;

/** The compiler's complaints, by the file that they are about. */
let complaints: ReadonlyMap<string, readonly string[]>;
const wrongUseFile = (name: string): string => `${name.replaceAll(' ', '-')}.ts`;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tams-codegen-'));
  try {
    complaints = await compile(folder, {
      'schema.ts': await generate('schema'),
      'operations.ts': await generate('operations'),
      'consumer.ts': CONSUMER,
      ...Object.fromEntries(
        Object.entries(WRONG_USES).map(([name, use]) => [wrongUseFile(name), WRONG_USE_IMPORTS + use]),
      ),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);

/** Type-checks `sources` (text by file name) together, as one strict project in `folder`. */
async function compile(
  folder: string,
  sources: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = Object.keys(sources);
  for (const file of files) await writeFile(path.join(folder, file), sources[file]!);
  const program = ts.createProgram(
    files.map((file) => path.join(folder, file)),
    {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
    },
  );
  const found = new Map<string, string[]>(files.map((file) => [file, []]));
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file ? path.basename(file.fileName) : 'project';
    found.set(name, [...(found.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  return found;
}

it('generates types that compile, with a consumer that uses them', () => {
  const ofWrongUses = new Set(Object.keys(WRONG_USES).map(wrongUseFile));
  const others = [...complaints].filter(([file]) => !ofWrongUses.has(file));
  expect(Object.fromEntries(others)).toEqual({ 'schema.ts': [], 'operations.ts': [], 'consumer.ts': [] });
});

it.each(Object.keys(WRONG_USES))('refuses %s', (name) => {
  expect(complaints.get(wrongUseFile(name))).toHaveLength(1);
});
