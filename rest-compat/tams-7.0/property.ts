import { RestError } from '../layer/errors';
import type { Tag } from '../../src/tams/model';

/*
 * Properties as resources of their own (SEMANTICS 9.1). One that is not set has no representation, so it is not found (PR1).
 */

export function valueOf<T extends object, K extends keyof T & string>(
  entity: T,
  property: K,
): NonNullable<T[K]> {
  const value = entity[property];
  if (value === null || value === undefined) throw notSet(property);
  return value;
}

export function tagOf(tags: readonly Tag[], name: string): string {
  const tag = tags.find((candidate) => candidate.name === name);
  if (!tag) throw notSet('such tag');
  return tag.value;
}

const notSet = (what: string) => new RestError(404, 'NotSet', `There is no ${what} here.`);
