import { codegen } from '@graphql-codegen/core';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import * as schemaPlugin from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { example } from '../guides/markdown';
import { OPERATION_FILES } from './operations';

const SCHEMA_FILE = path.join(__dirname, '../../schema/schema.graphql');

/** What the guide for frontends tells them to set; `strictScalars` refuses to generate when a scalar is missing there. */
const { generates } = parseYaml(example('schema/README.md', 'yaml', 'generates')) as {
  generates: Record<string, { config: Record<string, unknown> }>;
};
const { config: CONFIG } = Object.values(generates)[0]!;

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
