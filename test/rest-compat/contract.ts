import { Ajv2020 } from 'ajv/dist/2020';
import type { AnySchema, ValidateFunction } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/server-process';

/*
 * The contract as an oracle: every answer that a test provokes is held against it. It reads the document alone, nothing of
 * the code that answers.
 */

const FOLDER = path.join(ROOT, 'schema/tams-7.0');
const BASE = 'https://contract.invalid/';
const DOCUMENT = `${BASE}openapi.yaml`;

export const METHODS = ['get', 'head', 'put', 'post', 'delete'] as const;
export type Method = (typeof METHODS)[number];

interface Header {
  readonly $ref?: string;
  readonly schema?: AnySchema;
}
interface Response {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
}
interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, Response>>;
}
type PathItem = Readonly<Partial<Record<Method, OperationObject>>> & {
  readonly parameters?: readonly Parameter[];
};
interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly webhooks: Readonly<Record<string, PathItem>>;
}

/** One operation of the contract. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** As the contract writes it: `/flows/{flowId}`. */
  readonly template: string;
  readonly hasBody: boolean;
  /** Names of its query parameters. */
  readonly query: readonly string[];
  /** The statuses that the contract lists. */
  readonly statuses: readonly number[];
}

const document = parse(readFileSync(path.join(FOLDER, 'openapi.yaml'), 'utf8')) as Document;

/** The part of the document that a local reference such as `#/components/responses/x` names. */
function follow<T extends { readonly $ref?: string }>(item: T): { value: T; pointer: string | null } {
  if (item.$ref === undefined) return { value: item, pointer: null };
  const parts = item.$ref.replace(/^#\//, '').split('/').map(unescapePointer);
  let value: unknown = document;
  for (const part of parts) value = (value as Record<string, unknown>)[part];
  return { value: value as T, pointer: item.$ref.slice(1) };
}

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapePointer = (part: string): string =>
  decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');

/** All operations, in the order of the document. */
export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([template, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(
      (parameter) => follow(parameter).value,
    );
    return [
      {
        id: operation.operationId,
        method,
        template,
        hasBody: operation.requestBody !== undefined,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        statuses: Object.keys(operation.responses).map(Number),
      },
    ];
  }),
);

/** The templates of the contract. */
export const TEMPLATES: readonly string[] = Object.keys(document.paths);

/** The template that a raw path (below the base path, without its query) falls under; null when there is none. */
export function templateOf(rawPath: string): string | null {
  const asked = (rawPath === '' ? '/' : rawPath).split('/').slice(1);
  for (const template of TEMPLATES) {
    const parts = template.split('/').slice(1);
    // An object id takes the whole rest of the path (H7).
    const given = template === '/objects/{objectId}' ? takeRest(asked) : asked;
    if (given.length === parts.length && parts.every((part, index) => fits(part, given[index]!)))
      return template;
  }
  return null;
}

const takeRest = (asked: readonly string[]): readonly string[] => [
  asked[0] ?? '',
  ...(asked.length > 1 ? [asked.slice(1).join('/')] : []),
];
const fits = (part: string, given: string): boolean =>
  part.startsWith('{') ? given !== '' : part === decoded(given);

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** What an answer is made of, as far as the contract has a say. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request as the contract sees it. */
export interface Asked {
  readonly method: string;
  /** Raw, below the base path, with its query. */
  readonly target: string;
  readonly hasBody: boolean;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z$/;
// Stricter than JSON Schema: what this server writes is UTC with at least milliseconds (H24).
ajv.addFormat('date-time', (text: string) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)));
ajv.addFormat('uri', (text: string) => URL.canParse(text));
for (const file of readdirSync(path.join(FOLDER, 'schemas'))) {
  const schema = JSON.parse(readFileSync(path.join(FOLDER, 'schemas', file), 'utf8')) as object;
  ajv.addSchema({ ...schema, $id: `${BASE}schemas/${file}` });
}
ajv.addSchema(document, DOCUMENT);
ajv.addSchema(
  {
    allOf: [{ $ref: `${BASE}schemas/error.json` }],
    required: ['message'],
    properties: {
      message: { type: 'string' },
      details: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  },
  `${BASE}error-body`,
);

const compiled = new Map<string, ValidateFunction>();
function validator(reference: string): ValidateFunction {
  const known = compiled.get(reference);
  if (known) return known;
  const made = ajv.compile({ $ref: reference });
  compiled.set(reference, made);
  return made;
}

/** Problems of a value by the schema at this reference, as text; empty when it is valid. */
function problems(reference: string, value: unknown): string[] {
  const validate = validator(reference);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath || '(body)'} ${error.message}`);
}

/** Problems of a value by one of the contract's schema files, such as `flow.json`. */
export const schemaProblems = (file: string, value: unknown): string[] =>
  problems(`${BASE}schemas/${file}`, value);

/** Problems of a webhook's body by the contract's message of that event. */
export function validateEventBody(type: string, body: unknown): string[] {
  const pointer = ['webhooks', type, 'post', 'requestBody', 'content', 'application/json', 'schema']
    .map((part) => encodeURIComponent(escapePointer(part)))
    .join('/');
  return problems(`${DOCUMENT}#/${pointer}`, body);
}

/** Statuses that SEMANTICS decides and the contract does not list; each with the decision it comes from. */
function decidedStatus(asked: Asked, operation: Operation | null): ReadonlyMap<number, string> {
  const decided = new Map<number, string>();
  const query = asked.target.split('?').slice(1).join('?');
  if (!operation) {
    decided.set(404, 'H4: an unknown path');
    decided.set(405, 'H4: a known path, another method');
    if (asked.method === 'OPTIONS') decided.set(204, 'H4: what a path offers');
    return decided;
  }
  if (brokenEncoding(query)) decided.set(400, 'H8: a query that cannot be decoded');
  if (asked.hasBody) {
    decided.set(413, 'H13: too large a body');
    decided.set(415, 'H10: a body that is not JSON');
  }
  return decided;
}

function brokenEncoding(query: string): boolean {
  try {
    decodeURIComponent(query.replaceAll('+', ' '));
    return false;
  } catch {
    return true;
  }
}

/** Headers of TAMS: they appear only where the contract lists them. */
const OWN_HEADERS = /^(link|location|x-paging-(limit|nextkey|count|timerange|reverse-order))$/;

/** The operation that a request asks for. */
export function operationOf(asked: Asked): Operation | null {
  const template = templateOf(asked.target.split('?', 1)[0]!);
  return (
    OPERATIONS.find(
      (operation) => operation.template === template && operation.method === asked.method.toLowerCase(),
    ) ?? null
  );
}

/** Everything about an answer that the contract, or what this server says of all its answers, does not allow. */
export function contractProblems(asked: Asked, answer: Answer): string[] {
  const operation = operationOf(asked);
  const found = [...generalProblems(asked, answer)];
  const listed = operation ? document.paths[operation.template]?.[operation.method]?.responses : undefined;
  const response = listed?.[String(answer.status)];
  if (!response && !decidedStatus(asked, operation).has(answer.status))
    return [...found, `status ${answer.status} is not listed for ${operation?.id ?? 'an unknown path'}`];
  found.push(...headerProblems(response, answer));
  if (asked.method === 'HEAD') return found;
  if (answer.status >= 400) return [...found, ...errorProblems(answer)];
  return [...found, ...bodyProblems(operation, response, answer)];
}

/** What every answer of the API has in common (H22, H23, H26). */
function generalProblems(asked: Asked, answer: Answer): string[] {
  const found: string[] = [];
  const type = answer.headers['content-type'];
  if (answer.headers['cache-control'] !== 'no-store' && asked.method !== 'OPTIONS')
    found.push(`Cache-Control is ${String(answer.headers['cache-control'])}, not no-store (H23)`);
  if (asked.method === 'HEAD' && answer.text !== '') found.push('HEAD has a body (H26)');
  if (answer.text !== '' && type !== 'application/json')
    found.push(`Content-Type is ${String(type)}, not application/json (H22)`);
  if (answer.status === 204 && answer.text !== '') found.push('204 has a body (2.5)');
  if (answer.status >= 500) found.push(`status ${answer.status}: ${answer.text}`);
  return found;
}

function errorProblems(answer: Answer): string[] {
  const body = parsed(answer.text);
  if (body === undefined) return ['the error has no JSON body (H27)'];
  const found = problems(`${BASE}error-body`, body);
  const { summary, message, traceback } = body as Record<string, unknown>;
  if (summary !== message) found.push('message differs from summary (H27)');
  if (traceback !== undefined) found.push('a traceback leaves the process (H27)');
  return found;
}

function bodyProblems(operation: Operation | null, response: Response | undefined, answer: Answer): string[] {
  const { value, pointer } = response ? follow(response) : { value: undefined, pointer: null };
  if (value?.content === undefined || operation === null) {
    // Where the contract shows no body there is none, but for the registration of a webhook, whose 201 returns it (W4).
    if (operation?.id === 'POST_webhooks' && answer.status === 201)
      return problems(`${BASE}schemas/webhook.json`, parsed(answer.text));
    return answer.text === '' ? [] : [`a body where the contract shows none: ${answer.text.slice(0, 200)}`];
  }
  const body = parsed(answer.text);
  if (body === undefined) return [`the body is not JSON: ${answer.text.slice(0, 200)}`];
  const where =
    pointer ??
    `/${['paths', operation.template, operation.method, 'responses', String(answer.status)].map(escapePointer).join('/')}`;
  const schema = `${where}/content/application~1json/schema`;
  const encoded = schema.split('/').map(encodeURIComponent).join('/');
  return problems(`${DOCUMENT}#${encoded}`, body);
}

function headerProblems(response: Response | undefined, answer: Answer): string[] {
  const found: string[] = [];
  const declared = new Map(
    Object.entries((response && follow(response).value.headers) ?? {}).map(([name, header]) => [
      name.toLowerCase(),
      follow(header).value.schema,
    ]),
  );
  for (const [name, text] of Object.entries(answer.headers)) {
    if (!OWN_HEADERS.test(name) || text === undefined) continue;
    if (!declared.has(name)) found.push(`header ${name} is not listed for ${answer.status}`);
    else found.push(...headerValueProblems(name, String(text), declared.get(name)));
  }
  if (answer.status === 200 && declared.has('x-paging-limit') && !('x-paging-limit' in answer.headers))
    found.push('a paged answer without X-Paging-Limit (P4)');
  if (answer.status === 202 && !('location' in answer.headers)) found.push('202 without Location (16.3)');
  if ('link' in answer.headers !== 'x-paging-nextkey' in answer.headers)
    found.push('Link and X-Paging-NextKey do not come together (section 5)');
  return found;
}

/** A header's text as the value that its schema speaks of. */
function headerValueProblems(name: string, text: string, schema: AnySchema | undefined): string[] {
  const type = typeof schema === 'object' ? (schema as { type?: string }).type : undefined;
  if (type === 'integer') return /^(0|[1-9]\d*)$/.test(text) ? [] : [`header ${name}: ${text} is no integer`];
  if (type === 'boolean') return /^(true|false)$/.test(text) ? [] : [`header ${name}: ${text} is no boolean`];
  if (name === 'x-paging-timerange')
    return schemaProblems('timerange.json', text).map((problem) => `header ${name}: ${problem}`);
  return [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
