import fc from 'fast-check';
import type { EventHead } from '../../../src/events/event-log';
import { eventPasses, webhookWants, type EventFilter } from '../../../src/tams/feed/event-filter';
import type { ContentFormat, Webhook } from '../../../src/tams/model';

const FLOW_TYPES = [
  'flows/created',
  'flows/updated',
  'flows/deleted',
  'flows/segments_added',
  'flows/segments_deleted',
];
const SOURCE_TYPES = ['sources/created', 'sources/updated', 'sources/deleted'];
const IDS = ['a', 'b', 'c'];
const FORMATS: ContentFormat[] = ['video', 'audio', 'multi'];

const some = <T>(of: readonly T[]) => fc.subarray([...of]);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 2 });

const head: fc.Arbitrary<EventHead> = fc.oneof(
  fc.record({
    type: fc.constantFrom(...FLOW_TYPES),
    flowId: fc.constantFrom(...IDS),
    sourceId: fc.constantFrom(...IDS),
    format: maybe(fc.constantFrom(...FORMATS)),
    flowCollectedBy: some(IDS),
    sourceCollectedBy: some(IDS),
    sequence: fc.constant(1),
    at: fc.constant(1),
    size: fc.constant(1),
  }),
  fc.record({
    type: fc.constantFrom(...SOURCE_TYPES),
    flowId: fc.constant(null),
    sourceId: fc.constantFrom(...IDS),
    format: maybe(fc.constantFrom(...FORMATS)),
    flowCollectedBy: fc.constant([]),
    sourceCollectedBy: some(IDS),
    sequence: fc.constant(1),
    at: fc.constant(1),
    size: fc.constant(1),
  }),
);

const webhook: fc.Arbitrary<Webhook> = fc.record({
  url: fc.constant('https://hook.example'),
  id: fc.constant('h'),
  created: fc.constant(0),
  createdBy: fc.constant(null),
  events: some([...FLOW_TYPES, ...SOURCE_TYPES]).filter((types) => types.length > 0),
  flowIds: maybe(some(IDS)),
  sourceIds: maybe(some(IDS)),
  flowCollectedByIds: maybe(some(IDS)),
  sourceCollectedByIds: maybe(some(IDS)),
});

/** The table of SEMANTICS 17.2, line by line; a filter that is not set passes. */
function table(hook: Webhook, event: EventHead): boolean {
  const ofFlow = event.type.startsWith('flows/');
  const meets = (filter: readonly string[] | null | undefined, ids: readonly (string | null)[]) =>
    filter === null || filter === undefined || ids.some((id) => id !== null && filter.includes(id));
  const lines = [
    hook.events.includes(event.type),
    ofFlow ? meets(hook.flowIds, [event.flowId]) : true,
    meets(hook.sourceIds, [event.sourceId]),
    ofFlow ? meets(hook.flowCollectedByIds, event.flowCollectedBy) : true,
    meets(hook.sourceCollectedByIds, event.sourceCollectedBy),
  ];
  return lines.every((passes) => passes);
}

it('[17.2] a webhook wants what the table says', () => {
  fc.assert(
    fc.property(webhook, head, (hook, event) => {
      expect(webhookWants(hook)(event)).toBe(table(hook, event));
    }),
    { numRuns: 2000 },
  );
});

it('[W7] an empty filter lets nothing through that it applies to', () => {
  fc.assert(
    fc.property(head, (event) => {
      const hook = { url: '', id: '', created: 0, createdBy: null, events: [event.type] };
      const ofSource = event.type.startsWith('sources/');
      expect(webhookWants({ ...hook, flowIds: [] })(event)).toBe(ofSource);
      expect(webhookWants({ ...hook, flowCollectedByIds: [] })(event)).toBe(ofSource);
      expect(webhookWants({ ...hook, sourceIds: [] })(event)).toBe(false);
      expect(webhookWants({ ...hook, sourceCollectedByIds: [] })(event)).toBe(false);
      expect(webhookWants({ ...hook, events: [] })(event)).toBe(false);
    }),
  );
});

it('a feed has what meets all of its conditions', () => {
  const filter: fc.Arbitrary<EventFilter> = fc.record({
    types: maybe(some([...FLOW_TYPES, ...SOURCE_TYPES])),
    flowIds: maybe(some(IDS)),
    sourceIds: maybe(some(IDS)),
    collectedBy: maybe(some(IDS)),
    formats: maybe(some(FORMATS)),
  });
  fc.assert(
    fc.property(filter, head, (wanted, event) => {
      const { types, flowIds, sourceIds, collectedBy, formats } = wanted;
      const expected =
        (types === null || types.includes(event.type)) &&
        (flowIds === null || flowIds.some((id) => id === event.flowId)) &&
        (sourceIds === null || sourceIds.some((id) => id === event.sourceId)) &&
        (collectedBy === null || collectedBy.some((id) => event.flowCollectedBy.includes(id))) &&
        (formats === null || formats.some((format) => format === event.format));
      expect(eventPasses(wanted)(event)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
