import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { readContract } from './contract';
import { operationsCode } from './operations';
import { validatorsCode } from './validators';

/** The contracts that have a REST surface: `schema/<name>` becomes `rest-compat/<name>/generated`. */
const CONTRACTS = ['tams-7.0'];

const NOTICE = (name: string) =>
  `// Generated from schema/${name} by \`npm run generate\`: change the contract, not this file.\n`;

/** Writes the committed code of each contract: `npm run generate:rest`. */
async function main(): Promise<void> {
  for (const name of CONTRACTS) {
    const folder = path.resolve('schema', name);
    const target = path.resolve('rest-compat', name, 'generated');
    const contract = readContract(folder);
    const types = await openapiTS(pathToFileURL(path.join(folder, 'openapi.yaml')), { silent: true });
    mkdirSync(target, { recursive: true });
    const write = (file: string, code: string): void =>
      writeFileSync(path.join(target, file), NOTICE(name) + code);
    write('contract.ts', astToString(types));
    write('validators.ts', `// @ts-nocheck\n${validatorsCode(contract)}`);
    write('operations.ts', operationsCode(contract));
  }
}

void main();
