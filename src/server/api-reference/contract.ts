import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { PACKAGE_ROOT } from '../../package-root';

const FOLDER = path.join(PACKAGE_ROOT, 'schema/tams-7.0');

interface Contract {
  servers: unknown;
  readonly components: { readonly schemas: Record<string, unknown> };
}

/**
 * The TAMS 7.0 contract as the text of one JSON document that refers to nothing outside it: the schemas that lie in
 * files of their own become components, named like their files.
 * @param basePath where the operations are served, such as `/tams/v7.0`; it becomes the document's only server.
 */
export async function bundledContract(basePath: string): Promise<string> {
  const contract = withLocalReferences(
    parse(await readFile(path.join(FOLDER, 'openapi.yaml'), 'utf8')),
  ) as Contract;
  contract.servers = [{ url: basePath || '/' }];
  const { schemas } = contract.components;
  for (const file of await readdir(path.join(FOLDER, 'schemas'))) {
    const name = path.basename(file, '.json');
    if (name in schemas) throw new Error(`The contract has two schemas that are called ${name}`);
    schemas[name] = withLocalReferences(
      JSON.parse(await readFile(path.join(FOLDER, 'schemas', file), 'utf8')),
    );
  }
  return JSON.stringify(contract);
}

/** A copy in which references to schema files, from wherever they are written, lead to the components. */
function withLocalReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLocalReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === '$ref' && typeof part === 'string' && part.endsWith('.json')
        ? `#/components/schemas/${path.posix.basename(part, '.json')}`
        : withLocalReferences(part),
    ]),
  );
}
