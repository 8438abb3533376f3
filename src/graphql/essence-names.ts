import type { JsonObject } from '../tams/model';

/*
 * TAMS writes essence parameters in snake case, the graph in camel case. The names of both follow from each other, so
 * one rule serves every property, nested ones too.
 */

/** `{ frame_rate: { numerator: 25 } }` → `{ frameRate: { numerator: 25 } }`. */
export function toGraphNames(value: unknown): unknown {
  return renamed(value, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
}

/** `{ frameRate: { numerator: 25 } }` → `{ frame_rate: { numerator: 25 } }`. Properties that are null are left out: TAMS knows no null. */
export function toTamsNames(value: object): JsonObject {
  return renamed(value, (name) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ) as JsonObject;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [rename(name), renamed(inner, rename)]));
}
