import { codegen } from '@graphql-codegen/core';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import * as schemaPlugin from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export const OPERATIONS_FOLDER = path.join(__dirname, 'operations');
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
  const files = (await readdir(OPERATIONS_FOLDER)).sort();
  return codegen({
    filename: `${what}.ts`,
    schema: parse(await readFile(SCHEMA_FILE, 'utf8')),
    documents: await Promise.all(
      files.map(async (file) => ({
        location: file,
        document: parse(await readFile(path.join(OPERATIONS_FOLDER, file), 'utf8')),
      })),
    ),
    config: CONFIG,
    plugins: [{ [what]: {} }],
    pluginMap: { schema: schemaPlugin, operations: operationsPlugin },
  });
}
