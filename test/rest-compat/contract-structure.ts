import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/*
 * A contract as a machine reads it: the OpenAPI document and the JSON schemas beside it, without the texts for people.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Where two contracts differ; `null` stands for "not there". */
export interface Difference {
  /** Names from the root on, joined by ` > `: paths and media types have slashes of their own. */
  readonly at: string;
  readonly ours: Json;
  readonly theirs: Json;
}

/** The document `file` in `folder` and all of `folder`/schemas, each file by its name. */
export function readContract(folder: string, file: string): JsonObject {
  const schemas = path.join(folder, 'schemas');
  return {
    document: parse(readFileSync(path.join(folder, file), 'utf8')) as JsonObject,
    ...Object.fromEntries(
      readdirSync(schemas).map((name) => [
        name,
        JSON.parse(readFileSync(path.join(schemas, name), 'utf8')) as JsonObject,
      ]),
    ),
  };
}

const TEXTS = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs']);

/** Keywords whose keys are names that somebody chose: below `properties`, `description` is a property. */
const MAPS = new Set([
  'properties',
  'paths',
  'webhooks',
  'responses',
  'headers',
  'content',
  'variables',
  'schemas',
  'parameters',
  'securitySchemes',
]);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without texts and examples. */
export function structureOf(value: Json, keysAreNames = false): Json {
  if (Array.isArray(value)) return value.map((item: Json) => structureOf(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => keysAreNames || !TEXTS.has(key))
      .map(([key, part]) => [key, structureOf(part, !keysAreNames && MAPS.has(key))]),
  );
}

/** Every difference, at the deepest place that holds it. The order of keys has no meaning, that of lists has. */
export function differences(ours: Json, theirs: Json, at: readonly string[] = []): Difference[] {
  const keys = sharedKeys(ours, theirs);
  if (!keys) return equal(ours, theirs) ? [] : [{ at: at.join(' > '), ours, theirs }];
  return keys.flatMap((key) => differences(partOf(ours, key), partOf(theirs, key), [...at, key]));
}

/** What to compare one by one, if both are objects or both are lists of one length. */
function sharedKeys(ours: Json, theirs: Json): string[] | null {
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) return Object.keys(ours);
  if (isObject(ours) && isObject(theirs)) return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return null;
}

const partOf = (value: Json, key: string): Json =>
  value !== null && Object.hasOwn(Object(value) as object, key)
    ? (value as Readonly<Record<string, Json>>)[key]!
    : null;

const equal = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Calls `visit` with every object in `value` and the names that lead to it. `map` is the keyword below which somebody
 * named it (`properties`, `headers`), or null; objects that only hold such names are not visited.
 */
export function everyObject(
  value: Json,
  visit: (object: JsonObject, at: readonly string[], map: string | null) => void,
  at: readonly string[] = [],
  map: string | null = null,
): void {
  if (Array.isArray(value)) {
    value.forEach((item: Json, index) => everyObject(item, visit, [...at, String(index)]));
  } else if (isObject(value)) {
    visit(value, at, map);
    for (const [key, part] of Object.entries(value))
      if (MAPS.has(key) && isObject(part))
        for (const [name, named] of Object.entries(part)) everyObject(named, visit, [...at, key, name], key);
      else if (!TEXTS.has(key)) everyObject(part, visit, [...at, key]);
  }
}
