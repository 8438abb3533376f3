import { concatAST, parse, separateOperations, type DocumentNode } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, 'operations');

/** The files of `operations/`, parsed, in the order of their names. */
export const OPERATION_FILES: readonly { readonly location: string; readonly document: DocumentNode }[] =
  readdirSync(FOLDER)
    .sort()
    .map((location) => ({ location, document: parse(readFileSync(path.join(FOLDER, location), 'utf8')) }));

const SEPARATED = separateOperations(concatAST(OPERATION_FILES.map(({ document }) => document)));

/** The operation of this name with the fragments it needs, as a bundler hands it to a client. */
export function operation(name: string): DocumentNode {
  const document = SEPARATED[name];
  if (!document) throw new Error(`No file in ${FOLDER} has the operation ${name}.`);
  return document;
}
