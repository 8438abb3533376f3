import fc from 'fast-check';
import { newId } from '../documents';
import { RestHarness } from '../harness';
import { anyStep, PROPERTIES, type Names, type Step } from './steps';
import { StoreModel, writtenSegments } from './store-model';

/** How many sequences are run; `TEST_MODEL_RUNS` and `TEST_SEED` make a run longer or another one. */
const RUNS = Number(process.env.TEST_MODEL_RUNS ?? 60);
const SEED = Number(process.env.TEST_SEED ?? 20_260_101);
const LONGEST = 60;

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

type Document = Record<string, unknown>;

/** The flow as GET shows it, without what only the server knows. */
function flowOf(model: StoreModel, id: string): Document {
  const flow = model.flows.get(id)!;
  const collectors = model.collectorsOf(id).sort();
  return {
    id,
    source_id: flow.sourceId,
    format: flow.format,
    ...(flow.container === null ? {} : { container: flow.container }),
    ...Object.fromEntries(flow.properties),
    ...(flow.tags.size > 0 ? { tags: Object.fromEntries(flow.tags) } : {}),
    ...(flow.collection.length > 0 ? { flow_collection: flow.collection } : {}),
    ...(collectors.length > 0 ? { collected_by: collectors } : {}),
    read_only: flow.readOnly,
  };
}

function sourceOf(model: StoreModel, id: string): Document {
  const source = model.sources.get(id)!;
  const collection = model.sourceCollection(id);
  const collectors = [...model.sources.keys()].filter((other) =>
    model.sourceCollection(other).some((item) => item.id === id),
  );
  return {
    id,
    format: source.format,
    ...Object.fromEntries(source.properties),
    ...(source.tags.size > 0 ? { tags: Object.fromEntries(source.tags) } : {}),
    ...(collection.length > 0 ? { source_collection: collection } : {}),
    ...(collectors.length > 0 ? { collected_by: collectors.sort() } : {}),
  };
}

const OF_FLOWS = [
  'id',
  'source_id',
  'format',
  'container',
  ...PROPERTIES,
  'tags',
  'flow_collection',
  'collected_by',
];
const OF_SOURCES = ['id', 'format', 'label', 'description', 'tags', 'source_collection', 'collected_by'];

/** The named properties of a document that has them; sets in order. */
function shown(document: Document, names: readonly string[]): Document {
  const kept = Object.fromEntries(
    names.filter((name) => name in document).map((name) => [name, document[name]]),
  );
  if (Array.isArray(kept.collected_by)) kept.collected_by = (kept.collected_by as string[]).toSorted();
  return kept;
}

/** The whole of what both show: lists of flows and sources, newest first. */
async function compareLists(model: StoreModel): Promise<Document[]> {
  const newest = <T extends { created: number }>(all: ReadonlyMap<string, T>): string[] =>
    [...all].sort(([, a], [, b]) => b.created - a.created).map(([id]) => id);
  const flows = (await api.get('/flows?limit=1000')).json as Document[];
  expect(flows.map((flow) => ({ ...shown(flow, OF_FLOWS), read_only: flow.read_only ?? false }))).toEqual(
    newest(model.flows).map((id) => flowOf(model, id)),
  );
  const sources = (await api.get('/sources?limit=1000')).json as Document[];
  expect(sources.map((source) => shown(source, OF_SOURCES))).toEqual(
    newest(model.sources).map((id) => sourceOf(model, id)),
  );
  return flows;
}

async function compareSegments(model: StoreModel, id: string): Promise<void> {
  const { json } = await api.get(`/flows/${id}/segments?limit=1000`);
  const listed = (json as { timerange: string; object_id: string }[]).map(({ timerange, object_id }) => ({
    timerange,
    object_id,
  }));
  expect(listed).toEqual(writtenSegments(model.flows.get(id)));
}

async function compareObjects(model: StoreModel, names: Names): Promise<void> {
  for (const objectId of names.objects) {
    const flows = model.referencesOf(objectId);
    const { status, json } = await api.get(`/objects/${encodeURIComponent(objectId)}`);
    expect([objectId, status]).toEqual([objectId, flows.length > 0 ? 200 : 404]);
    if (flows.length > 0)
      expect(json).toEqual({
        id: objectId,
        referenced_by_flows: flows,
        first_referenced_by_flow: model.objects.get(objectId)!.firstFlow,
      });
  }
}

/** Versions change exactly where the model saw a metadata write (M5, M6, F11). */
class Versions {
  private seen = new Map<string, { version: number; told: unknown }>();

  compare(model: StoreModel, flows: readonly Document[]): void {
    const now = new Map(
      flows.map((flow) => [
        flow.id as string,
        { version: model.flows.get(flow.id as string)!.version, told: flow.metadata_version },
      ]),
    );
    for (const [id, { version, told }] of now) {
      const before = this.seen.get(id);
      if (before) expect([id, told !== before.told]).toEqual([id, version !== before.version]);
    }
    this.seen = now;
  }
}

async function runAll(steps: readonly Step[]): Promise<void> {
  const model = new StoreModel();
  const ids = (count: number, prefix = ''): string[] => Array.from({ length: count }, () => prefix + newId());
  const names: Names = { flows: ids(4), sources: ids(2), objects: ids(4, 'an object/') };
  const versions = new Versions();
  try {
    for (const step of steps) {
      api.tick(2);
      const { expected, got } = await step.run(model, api, names);
      expect({ step: step.text, answer: got }).toEqual({ step: step.text, answer: expected });
      versions.compare(model, await compareLists(model));
      if (step.flow !== null) await compareSegments(model, names.flows[step.flow]!);
    }
    for (const id of names.flows) await compareSegments(model, id);
    await compareObjects(model, names);
  } finally {
    // The next run starts with no flows, whatever became of this one.
    for (const { id } of (await api.get('/flows?limit=1000')).json as { id: string }[]) {
      await api.put(`/flows/${id}/read_only`, false);
      await api.delete(`/flows/${id}`);
    }
  }
}

it(
  `the server agrees with a plain model over ${RUNS} sequences of operations`,
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 20, maxLength: LONGEST, size: 'max' }), runAll),
      { numRuns: RUNS, seed: SEED },
    ),
  60_000 + RUNS * 5_000,
);
