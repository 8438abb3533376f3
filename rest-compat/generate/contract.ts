import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export type Schema = Readonly<Record<string, unknown>>;

interface Reference {
  readonly $ref: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Schema;
}

interface Media {
  readonly content?: { readonly 'application/json'?: { readonly schema?: Schema } };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Media & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Media>>;
}

type PathItem = Readonly<Record<string, Operation>> & {
  readonly parameters?: readonly (Parameter | Reference)[];
};

/** An operation of the contract, with what its path shares. HEAD operations are left out: each is its GET. */
export interface ContractOperation {
  readonly id: string;
  readonly method: string;
  /** As in the document: `/flows/{flowId}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema } | null;
}

/** A contract document and the schemas beside it. References in what it hands out are absolute. */
export interface Contract {
  readonly operations: readonly ContractOperation[];
  /** Every document by its absolute id: what those references lead to. */
  readonly documents: readonly Schema[];
}

const METHODS = ['get', 'put', 'post', 'delete'] as const;
/** Only a name: nothing is fetched from it. */
const BASE = 'https://contract.invalid/';

/** Reads `openapi.yaml` of the folder and its `schemas/*.json`. */
export function readContract(folder: string): Contract {
  const document = parse(readFileSync(path.join(folder, 'openapi.yaml'), 'utf8')) as {
    readonly paths: Readonly<Record<string, PathItem>>;
  };
  const schemas = readdirSync(path.join(folder, 'schemas')).map((file) => {
    const schema = JSON.parse(readFileSync(path.join(folder, 'schemas', file), 'utf8')) as Schema;
    return absolute({ ...schema, $id: `${BASE}schemas/${file}` }, `${BASE}schemas/${file}`);
  });
  const parameterOf = (parameter: Parameter | Reference): Parameter => {
    const found = '$ref' in parameter ? (at(document, parameter.$ref) as Parameter) : parameter;
    return { ...found, schema: absolute(found.schema, `${BASE}openapi.yaml`) };
  };
  const operations = Object.entries(document.paths).flatMap(([route, item]) =>
    METHODS.flatMap((method): ContractOperation[] => {
      const operation = item[method];
      if (!operation) return [];
      const body = operation.requestBody;
      const schema = body?.content?.['application/json']?.schema;
      return [
        {
          id: operation.operationId,
          method: method.toUpperCase(),
          path: route,
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameterOf),
          body:
            body && schema
              ? { required: body.required ?? false, schema: absolute(schema, `${BASE}openapi.yaml`) }
              : null,
        },
      ];
    }),
  );
  const components = absolute(
    { $id: `${BASE}openapi.yaml`, components: (document as unknown as Schema).components },
    `${BASE}openapi.yaml`,
  );
  return { operations, documents: [components, ...schemas] };
}

/** What a local reference leads to. */
function at(document: unknown, reference: string): unknown {
  return reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
}

/** The same with each `$ref` made absolute, so that it can be taken out of its document. */
function absolute(schema: Schema, base: string): Schema {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === '$ref' && typeof item === 'string' ? new URL(item, base).href : visit(item),
      ]),
    );
  };
  return visit(schema) as Schema;
}
