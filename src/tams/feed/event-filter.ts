import type { EventHead } from '../../events/event-log';
import { TamsError } from '../errors';
import { MAX_FILTER_IDS } from '../limits';
import type { ContentFormat, Uuid, Webhook } from '../model';

/** Which events; null is no condition, and all conditions must hold. An empty list lets nothing through. */
export interface EventFilter {
  /** TAMS' names, such as `flows/created`. */
  readonly types: readonly string[] | null;
  /** Events of these flows and of their segments. */
  readonly flowIds: readonly Uuid[] | null;
  /** Events of these sources, and of their flows and segments. */
  readonly sourceIds: readonly Uuid[] | null;
  /** Events of flows that these flows collected when it happened. */
  readonly collectedBy: readonly Uuid[] | null;
  readonly formats: readonly ContentFormat[] | null;
}

export const ALL_EVENTS: EventFilter = {
  types: null,
  flowIds: null,
  sourceIds: null,
  collectedBy: null,
  formats: null,
};

/** @throws TamsError `InvalidFilter` for too many values: a feed keeps them as long as it lives */
export function checkFilter({ flowIds, sourceIds, collectedBy }: Partial<EventFilter>): void {
  for (const [name, ids] of Object.entries({ flowIds, sourceIds, collectedBy }))
    if (ids && ids.length > MAX_FILTER_IDS)
      throw new TamsError('InvalidFilter', `${name} names ${ids.length}; at most ${MAX_FILTER_IDS} fit`);
}

type Test = (head: EventHead) => boolean;

/** Whether a feed with this filter has the event. */
export function eventPasses(filter: EventFilter): Test {
  return allOf([
    ifSet(filter.types, (types) => (head) => types.has(head.type)),
    ifSet(filter.flowIds, (ids) => (head) => has(ids, head.flowId)),
    ifSet(filter.sourceIds, (ids) => (head) => has(ids, head.sourceId)),
    ifSet(filter.collectedBy, (ids) => (head) => hasSome(ids, head.flowCollectedBy)),
    ifSet(filter.formats, (formats) => (head) => has(formats, head.format)),
  ]);
}

/**
 * Whether a webhook wants the event (SEMANTICS 17.2): conditions on flows have no effect on events of sources, and an empty
 * list lets nothing through that it applies to (W7).
 */
export function webhookWants(webhook: Webhook): Test {
  const ofFlows =
    (test: Test): Test =>
    (head) =>
      isOfSource(head) || test(head);
  return allOf([
    ifSet(webhook.events, (types) => (head) => types.has(head.type)),
    ifSet(webhook.flowIds, (ids) => ofFlows((head) => has(ids, head.flowId))),
    ifSet(webhook.sourceIds, (ids) => (head) => has(ids, head.sourceId)),
    ifSet(webhook.flowCollectedByIds, (ids) => ofFlows((head) => hasSome(ids, head.flowCollectedBy))),
    ifSet(webhook.sourceCollectedByIds, (ids) => (head) => hasSome(ids, head.sourceCollectedBy)),
  ]);
}

const isOfSource = ({ type }: EventHead): boolean => type.startsWith('sources/');

function ifSet<T>(values: readonly T[] | null | undefined, test: (values: ReadonlySet<T>) => Test): Test[] {
  return values === null || values === undefined ? [] : [test(new Set(values))];
}

function has(values: ReadonlySet<string>, value: string | null): boolean {
  return value !== null && values.has(value);
}

function hasSome(values: ReadonlySet<string>, some: readonly string[]): boolean {
  return some.some((value) => values.has(value));
}

function allOf(tests: readonly Test[][]): Test {
  const set = tests.flat();
  return (head) => set.every((test) => test(head));
}
