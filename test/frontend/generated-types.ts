import { codegen } from '@graphql-codegen/core';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import * as schemaPlugin from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OPERATION_FILES } from './operations';

const SCHEMA_FILE = path.join(__dirname, '../../schema/schema.graphql');

/** What a frontend sets for our scalars; `strictScalars` refuses to generate when one is missing here. */
const CONFIG = {
  strictScalars: true,
  scalars: {
    UUID: 'string',
    Timestamp: 'string',
    TimeRange: 'string',
    DateTime: 'string',
    MimeType: 'string',
    JSONObject: 'Record<string, unknown>',
    SafeInt: 'number',
  },
  nonOptionalTypename: false,
  useTypeImports: true,
};

/** The TypeScript that graphql-codegen makes of the schema (`schema`) or of the operations in `operations/`. */
export async function generate(what: 'schema' | 'operations'): Promise<string> {
  return codegen({
    filename: `${what}.ts`,
    schema: parse(await readFile(SCHEMA_FILE, 'utf8')),
    documents: [...OPERATION_FILES],
    config: CONFIG,
    plugins: [{ [what]: {} }],
    pluginMap: { schema: schemaPlugin, operations: operationsPlugin },
  });
}
