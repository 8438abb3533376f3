import fc from 'fast-check';
import { trusted } from '../../../src/tams/access/caller';
import type { Limits } from '../../../src/tams/access/limits';
import { ALL_EVENTS } from '../../../src/tams/feed/event-filter';
import {
  entityPosition,
  type FlowFilter,
  type Page,
  type PageRequest,
  type SourceFilter,
  type Uuid,
} from '../../../src/tams/model';
import type { StoreView } from '../../../src/tams/store';
import { ETERNITY, parseTimeRange } from '../../../src/tams/time/timerange';
import { TestStore, uuid } from '../store-fixture';
import { bears, Oracle } from './oracle';
import {
  build,
  FLOWS,
  flowId,
  OBJECTS,
  randomLimits,
  randomStore,
  SOURCES,
  sourceId,
  tagsOf,
  type RandomStore,
} from './random-stores';

/** What nothing has. */
const ABSENT = uuid(999);
const WHOLE = { first: 1000, after: null };
const flowIds = [...Array.from({ length: FLOWS }, (_, n) => flowId(n)), ABSENT];
const sourceIds = [...Array.from({ length: SOURCES }, (_, n) => sourceId(n)), uuid(203), uuid(206), ABSENT];
const objectIds = [...Array.from({ length: OBJECTS }, (_, n) => `object-${n}`), 'absent'];

const FLOW_FILTERS: readonly FlowFilter[] = [
  {},
  { label: 'a' },
  { format: 'video' },
  { sourceId: sourceId(0) },
  { ids: flowIds },
  { tags: [{ name: 'kind', value: 'a' }] },
  { tags: [{ name: 'auth_classes', exists: true }] },
  { tags: [{ name: 'auth_classes', value: 'news' }] },
  { timerange: parseTimeRange('[2:0_5:0)') },
  { collectedBy: flowId(2) },
  { collectedBy: flowId(5), label: 'a' },
  { collectedBy: ABSENT },
];
const SOURCE_FILTERS: readonly SourceFilter[] = [
  {},
  { label: 'b' },
  { format: 'video' },
  { ids: sourceIds },
  { tags: [{ name: 'kind', value: 'b' }] },
  { tags: [{ name: 'auth_classes', exists: false }] },
  { collectedBy: uuid(203) },
  { collectedBy: uuid(206) },
];

/** What of an event's document names others. */
interface Related {
  readonly flow_collection?: readonly { readonly id: Uuid }[];
  readonly source_collection?: readonly { readonly id: Uuid }[];
  readonly collected_by?: readonly Uuid[];
}

const within = (limits: Limits) => ({ ...trusted('limited'), limits });

/** All items, by pages that must be full but for the last. */
async function all<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  position: (item: T) => readonly (string | number)[],
): Promise<T[]> {
  const items: T[] = [];
  for (let after: PageRequest['after'] = null; ;) {
    const page: Page<T> = await read({ first: 2, after });
    items.push(...page.items);
    if (!page.hasNext) return items;
    expect(page.items).toHaveLength(2);
    after = position(page.items.at(-1)!);
  }
}

/** Looks at the random store, by these limits, in every way there is. */
type Look = (parts: {
  store: TestStore['store'];
  view: StoreView;
  oracle: Oracle;
  limits: Limits;
  random: RandomStore;
}) => Promise<void>;

async function compare(look: Look, numRuns = 6): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      randomStore,
      fc.array(randomLimits, { minLength: 3, maxLength: 3 }),
      async (random, each) => {
        const test = await TestStore.open();
        try {
          await build(test, random);
          for (const limits of each)
            await look({
              store: test.store,
              view: test.store.as(within(limits)),
              oracle: await Oracle.of(test.store, limits),
              ...{ limits, random },
            });
        } finally {
          await test.close();
        }
      },
    ),
    { numRuns, endOnFailure: true },
  );
}

it('lists and counts flows and sources, in full pages', () =>
  compare(async ({ store, view, oracle }) => {
    for (const filter of FLOW_FILTERS) {
      const hidden = filter.collectedBy && !oracle.sees(filter.collectedBy);
      const wanted = (await store.flows.list(filter, WHOLE)).items.filter(
        ({ id }) => !hidden && oracle.sees(id),
      );
      expect(await all((page) => view.flows.list(filter, page), entityPosition)).toEqual(wanted);
      expect(await view.flows.count(filter)).toBe(wanted.length);
    }
    for (const filter of SOURCE_FILTERS) {
      const hidden = filter.collectedBy && !oracle.seesSource(filter.collectedBy);
      const wanted = (await store.sources.list(filter, WHOLE)).items.filter(
        ({ id }) => !hidden && oracle.seesSource(id),
      );
      expect(await all((page) => view.sources.list(filter, page), entityPosition)).toEqual(wanted);
      expect(await view.sources.count(filter)).toBe(wanted.length);
    }
  }));

it('answers of each entity, and of what belongs to it', () =>
  compare(async ({ store, view, oracle }) => {
    const seen = (id: Uuid) => (oracle.sees(id) ? id : ABSENT);
    const seenSource = (id: Uuid) => (oracle.seesSource(id) ? id : ABSENT);
    const visible = flowIds.map(seen);
    const visibleSources = sourceIds.map(seenSource);
    expect(await view.flows.byIds(flowIds)).toEqual(await store.flows.byIds(visible));
    expect(await view.flows.tagsOf(flowIds)).toEqual(await store.flows.tagsOf(visible));
    const members = await store.flows.collectionsOf(visible);
    const seenMembers = members.map((items) => items.filter(({ id }) => oracle.sees(id)));
    expect(await view.flows.collectionsOf(flowIds)).toEqual(seenMembers);
    const collectors = await store.flows.collectorsOf(visible);
    const seenCollectors = collectors.map((ids) => ids.filter((id) => oracle.sees(id)));
    expect(await view.flows.collectorsOf(flowIds)).toEqual(seenCollectors);
    for (const [i, id] of flowIds.entries()) {
      const text = await view.flows.documentText(id);
      expect(text === null).toBe(visible[i] === ABSENT || (await store.flows.documentText(id)) === null);
      const document = JSON.parse(text ?? '{}') as { flow_collection?: unknown; collected_by?: unknown };
      const roles = seenMembers[i]!.map((item) => ({ id: item.id, role: item.role }));
      expect(document.flow_collection ?? []).toEqual(roles);
      expect(document.collected_by ?? []).toEqual(seenCollectors[i]);
    }
    expect(await view.sources.byIds(sourceIds)).toEqual(await store.sources.byIds(visibleSources));
    expect(await view.sources.tagsOf(sourceIds)).toEqual(await store.sources.tagsOf(visibleSources));
    expect(await view.sources.collectionsOf(sourceIds)).toEqual(
      (await store.sources.collectionsOf(visibleSources)).map((items) =>
        items.filter(({ id }) => oracle.seesSource(id)),
      ),
    );
    expect(await view.sources.collectorsOf(sourceIds)).toEqual(
      (await store.sources.collectorsOf(visibleSources)).map((ids) =>
        ids.filter((id) => oracle.seesSource(id)),
      ),
    );
    const listed = await view.flows.listOfSources(sourceIds, {}, { first: 1000, after: null });
    const counted = await view.flows.countOfSources(sourceIds, {});
    for (const [i, id] of visibleSources.entries()) {
      const wanted = oracle.flows.filter((flow) => flow.sourceId === id && oracle.sees(flow.id));
      expect(listed[i]!.items).toEqual(wanted);
      expect(counted[i]).toBe(wanted.length);
    }
  }));

it('shows segments, coverage and live edges of seen flows only', () =>
  compare(async ({ store, view, oracle, random }) => {
    const visible = flowIds.map((id) => (oracle.sees(id) ? id : ABSENT));
    const query = { timerange: ETERNITY, objectId: null, reverse: false };
    const page = { first: 3, after: null };
    const at = { seconds: 3, nanoseconds: 5 };
    expect(await view.segments.ofFlows(flowIds, query, page)).toEqual(
      await store.segments.ofFlows(visible, query, page),
    );
    expect(await view.segments.at(flowIds, at)).toEqual(await store.segments.at(visible, at));
    expect(await view.segments.timerangesOf(flowIds, ETERNITY)).toEqual(
      await store.segments.timerangesOf(visible, ETERNITY),
    );
    expect(await view.coverage.ofFlows(flowIds, ETERNITY, 0n)).toEqual(
      await store.coverage.ofFlows(visible, ETERNITY, 0n),
    );
    expect(await view.liveEdges.ofFlows(flowIds, 1000)).toEqual(await store.liveEdges.ofFlows(visible, 1000));
    for (const [i, id] of flowIds.entries()) {
      const { items } = await view.segments.listed(id, query, page);
      const wanted = await store.segments.listed(visible[i]!, query, page);
      expect(items.map(({ openJson }) => openJson)).toEqual(wanted.items.map(({ openJson }) => openJson));
    }
    const coverage = await view.coverage.ofSources(sourceIds, ETERNITY, 0n);
    const edges = await view.liveEdges.ofSources(sourceIds, 1000);
    for (const [i, source] of sourceIds.entries()) {
      const seconds = random.flows.flatMap(({ segments }, n) =>
        oracle.seesSource(source) &&
        oracle.sees(flowId(n)) &&
        oracle.flows.some((flow) => flow.id === flowId(n) && flow.sourceId === source) &&
        n % 3 !== 2
          ? segments.map(([second]) => second)
          : [],
      );
      expect(coverage[i]!.segmentCount).toBe(seconds.length);
      expect(coverage[i]!.covered).toBe(BigInt(new Set(seconds).size) * 1_000_000_000n);
      expect(edges[i]?.end.seconds ?? null).toBe(seconds.length > 0 ? Math.max(...seconds) + 1 : null);
    }
  }));

it('knows objects by the flows that are seen', () =>
  compare(async ({ store, view, oracle }) => {
    const named = await store.objects.flowsOf(objectIds, { first: 1000, after: null });
    const wanted = named.map(({ items }) => items.filter((id) => oracle.sees(id)));
    const unlimited = await store.objects.byIds(objectIds);
    const objects = await view.objects.byIds(objectIds);
    for (const [i, id] of objectIds.entries()) {
      const first = unlimited[i]?.firstReferencedByFlow ?? null;
      expect(objects[i]).toEqual(
        wanted[i]!.length === 0
          ? null
          : { ...unlimited[i], firstReferencedByFlow: objects[i]?.firstReferencedByFlow },
      );
      // Of one that is gone those hear who name it.
      if (first !== null && oracle.flows.some((flow) => flow.id === first))
        expect(objects[i]?.firstReferencedByFlow ?? null).toBe(
          wanted[i]!.length > 0 && oracle.sees(first) ? first : null,
        );
      const flows = (page: PageRequest) => view.objects.flowsOf([id], page).then(([found]) => found!);
      expect(await all(flows, (flow) => [flow])).toEqual(wanted[i]);
      const [segments] = await store.segments.ofObjects([id], WHOLE);
      const [seen] = await view.segments.ofObjects([id], WHOLE);
      expect(seen!.items).toEqual(segments!.items.filter((segment) => oracle.sees(segment.flowId)));
    }
  }));

it('tells of events of what is seen, or was last', () =>
  compare(async ({ store, view, oracle, limits, random }) => {
    const sees = (id: Uuid) => {
      if (oracle.flows.some((flow) => flow.id === id)) return oracle.sees(id);
      const n = flowIds.indexOf(id);
      const flow = random.flows[n]!;
      const source = n % 3 === 2 ? uuid(200 + n + 1) : sourceId(flow.source);
      return (
        limits.flowIds.includes(id) ||
        limits.sourceIds.includes(source) ||
        bears(tagsOf(flow.classes), limits.classes)
      );
    };
    const read = async (from: StoreView | TestStore['store']) => {
      const start = await from.feeds.placeOf({ since: 0 });
      const found = [];
      for await (const { items } of from.feeds.events(start, ALL_EVENTS, new AbortController().signal, false))
        found.push(...items);
      return found;
    };
    const everything = await read(store);
    const told = await read(view);
    const ofFlows = (events: typeof told) =>
      events.flatMap(({ cursor, event }) => (event.flowId === null ? [] : [`${cursor} ${event.type}`]));
    expect(ofFlows(told)).toEqual(
      ofFlows(everything.filter(({ event }) => event.flowId !== null && sees(event.flowId))),
    );
    for (const { event } of told) {
      const live = oracle.sources.some(({ id }) => id === event.sourceId);
      if (event.flowId === null && live) expect(oracle.seesSource(event.sourceId!)).toBe(true);
      const document = (event.payload.flow ?? event.payload.source ?? {}) as Related;
      for (const { id } of document.flow_collection ?? [])
        expect(oracle.sees(id) || limits.flowIds.includes(id)).toBe(true);
      for (const { id } of document.source_collection ?? [])
        expect(oracle.seesSource(id) || limits.sourceIds.includes(id)).toBe(true);
      for (const id of document.collected_by ?? [])
        expect([
          ...oracle.seenFlows,
          ...oracle.seenSources,
          ...limits.flowIds,
          ...limits.sourceIds,
        ]).toContain(id);
    }
    // Of the sources, exactly those that are seen and live are told of as they are.
    const created = told
      .filter(({ event }) => event.type === 'sources/created')
      .map(({ event }) => event.sourceId);
    for (const { id } of oracle.sources) if (oracle.seesSource(id)) expect(created).toContain(id);
  }));

it('computes statistics of seen flows, and exports no word of others', () =>
  compare(async ({ store, view, oracle }) => {
    const seen = [...oracle.seenFlows];
    const all = await (await store.analytics.look(true)).flowUsage({}, { order: 'segments', limit: 1000 });
    const wanted = all.filter((usage) => oracle.sees(usage.flowId));
    const analytics = await view.analytics.look(true);
    expect(await analytics.flowUsage({}, { order: 'segments', limit: 1000 })).toEqual(wanted);
    const total = wanted.reduce((sum, { segments }) => sum + segments, 0);
    const storage = await analytics.storageUsage({}, { mostReused: 10 });
    expect(storage.segments).toBe(total);
    const top = await analytics.topValues('flow_id', {}, 100);
    expect(top.map(({ value }) => value).sort()).toEqual(wanted.map((usage) => usage.flowId).sort());
    const series = await analytics.series('segment_duration', {});
    expect((await series.summary()).n).toBe(total);
    const { formats } = await analytics.timeRangeAnalysis({}, { slices: 1 });
    expect(formats.reduce((sum, { segments }) => sum + segments, 0)).toBe(total);
    for (const id of flowIds) {
      const asked = analytics.flowUsage({ flowId: id }, { order: 'bytes', limit: 1 });
      if (oracle.sees(id)) await asked;
      else await expect(asked).rejects.toThrow(`No such flow: ${id}`);
    }
    for (const id of sourceIds) {
      const asked = analytics.topValues('flow_id', { sourceId: id }, 100);
      if (!oracle.seesSource(id)) await expect(asked).rejects.toThrow(`No such source: ${id}`);
      else for (const { value } of await asked) expect(oracle.sees(value)).toBe(true);
    }
    for (const table of ['flows', 'segments'] as const)
      for (const format of ['arrow', 'parquet'] as const) {
        const signal = new AbortController().signal;
        const chunks: Uint8Array[] = [];
        for await (const chunk of await view.analytics.export({ table, format, scope: {} }, signal))
          chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('latin1');
        const named = flowIds.filter((id) => text.includes(id));
        expect(named.filter((id) => !seen.includes(id))).toEqual([]);
        if (table === 'flows' && format === 'arrow') expect(named.sort()).toEqual(seen.sort());
      }
  }, 4));
