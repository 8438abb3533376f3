import { TamsError } from '../errors';
import type { Tag, Uuid } from '../model';
import { isUuid } from '../validation/ids';

/** Which part of the store somebody sees: what one of the three lets through. All empty: nothing. */
export interface Limits {
  /** These sources, with all of their flows. */
  readonly sourceIds: readonly Uuid[];
  /** These flows; of their sources, only the entities. */
  readonly flowIds: readonly Uuid[];
  /** Sources and flows whose tag `auth_classes` holds one of these. */
  readonly classes: readonly string[];
}

/** The tag that holds the classes of a source or flow, with commas between them (BBC application note 0016). */
export const CLASSES_TAG = 'auth_classes';
/** The most ids of either kind, and the most classes. */
export const MAX_LIMIT_IDS = 1_000;
export const MAX_LIMIT_CLASSES = 100;
const MAX_CLASS = 100;
/** Neither commas, which part classes in a tag, nor blanks, which part them in a claim. */
const CLASS = /^[^\s,\p{Cc}]+$/u;
const SHOWN = 60;

/** The classes that a tag's text holds. */
export function classesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The classes that an entity with these tags bears. */
export function classesOf(tags: readonly Tag[]): ReadonlySet<string> {
  return new Set(tags.flatMap(({ name, value }) => (name === CLASSES_TAG ? classesIn(value) : [])));
}

/**
 * The limits, each value once.
 * @throws TamsError `InvalidToken`: too many values, one that is none, or none at all
 */
export function checkedLimits({ sourceIds, flowIds, classes }: Limits): Limits {
  idsAreValid('sourceIds', sourceIds);
  idsAreValid('flowIds', flowIds);
  if (classes.length > MAX_LIMIT_CLASSES) throw tooMany('classes', classes.length, MAX_LIMIT_CLASSES);
  const wrong = classes.find((name) => !isClass(name));
  if (wrong !== undefined)
    throw new TamsError(
      'InvalidToken',
      `${shown(wrong)} is no class: it has 1 to ${MAX_CLASS} characters, without blanks and commas`,
    );
  if (sourceIds.length + flowIds.length + classes.length === 0)
    throw new TamsError('InvalidToken', 'its limits name no source, flow or class, so it would see nothing');
  return {
    sourceIds: [...new Set(sourceIds)],
    flowIds: [...new Set(flowIds)],
    classes: [...new Set(classes)],
  };
}

export const isClass = (name: string): boolean => name.length <= MAX_CLASS && CLASS.test(name);

function idsAreValid(what: string, ids: readonly Uuid[]): void {
  if (ids.length > MAX_LIMIT_IDS) throw tooMany(what, ids.length, MAX_LIMIT_IDS);
  const wrong = ids.find((id) => !isUuid(id));
  if (wrong !== undefined)
    throw new TamsError('InvalidToken', `${shown(wrong)} of ${what} is no lower-case UUID of version 1 to 5`);
}

const tooMany = (what: string, count: number, most: number) =>
  new TamsError('InvalidToken', `${what} has ${count} values; at most ${most} fit`);

const shown = (text: string) => JSON.stringify(text.slice(0, SHOWN));
