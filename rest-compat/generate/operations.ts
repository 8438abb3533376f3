import type { Contract, ContractOperation, Parameter, Schema } from './contract';
import { bodyValidator, querySchema, queryValidator } from './validators';

/** The code of the route table: each operation with its path, its parameters and its validators. */
export function operationsCode(contract: Contract): string {
  const entries = contract.operations.map(
    (operation) => `  ${JSON.stringify(operation.id)}: {\n${fieldsOf(operation, contract)}  },\n`,
  );
  return `import type { OperationSpec } from '../../layer/operation';
import type { operations } from './contract';
import * as validators from './validators';

/** Every operation of the contract but HEAD, which is its GET. */
export const OPERATIONS = {
${entries.join('')}} as const satisfies Partial<Record<keyof operations, OperationSpec>>;

export type OperationId = keyof typeof OPERATIONS;
`;
}

function fieldsOf(operation: ContractOperation, contract: Contract): string {
  const fields: [string, string][] = [
    ['method', JSON.stringify(operation.method)],
    ['path', JSON.stringify(operation.path)],
    ['ids', JSON.stringify(idsOf(operation, contract))],
    ['query', JSON.stringify(queryOf(operation, contract))],
    ['validateQuery', querySchema(operation) ? `validators.${queryValidator(operation)}` : 'null'],
    [
      'body',
      operation.body
        ? `{ required: ${String(operation.body.required)}, validate: validators.${bodyValidator(operation)} }`
        : 'null',
    ],
  ];
  return fields.map(([name, value]) => `    ${name}: ${value},\n`).join('');
}

/** The path parameters that are ids, which have a form; all others are any text. */
function idsOf({ parameters }: ContractOperation, contract: Contract): string[] {
  return parameters
    .filter((parameter) => parameter.in === 'path' && 'pattern' in resolved(parameter.schema, contract))
    .map(({ name }) => name);
}

/** How the text of each query parameter is read. `tag.{name}` stands for all names that begin with `tag.`. */
function queryOf({ parameters }: ContractOperation, contract: Contract): Record<string, string> {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return Object.fromEntries(query.map((parameter) => [parameter.name, kindOf(parameter, contract)]));
}

function kindOf({ name, schema }: Parameter, contract: Contract): string {
  const { type } = resolved(schema, contract);
  if (type === 'string' || type === 'integer' || type === 'boolean') return type;
  throw new Error(`The query parameter ${name} is of a type that cannot be read from a query`);
}

function resolved(schema: Schema, { documents }: Contract): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const [id = '', pointer = ''] = schema.$ref.split('#');
  const document = documents.find(({ $id }) => $id === id);
  const found = pointer
    .split('/')
    .filter((key) => key !== '')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
  if (!found) throw new Error(`The reference ${schema.$ref} leads nowhere`);
  return found as Schema;
}
