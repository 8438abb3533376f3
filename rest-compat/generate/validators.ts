import Ajv2020 from 'ajv/dist/2020';
import standaloneCode from 'ajv/dist/standalone';
import type { Contract, ContractOperation, Parameter, Schema } from './contract';

/**
 * The code of the contract's validators, compiled now so that nothing is compiled while serving: `body_…` and `query_…`
 * by operation, for those that have one. They stop at the first problem, for a hostile body could have millions.
 * Formats are not asserted (H16); patterns are read as JavaScript's without the `u` flag, as they were written.
 */
export function validatorsCode(contract: Contract): string {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const document of contract.documents) ajv.addSchema(document);
  const exported: Record<string, string> = {};
  const add = (name: string, schema: Schema): void => {
    ajv.addSchema({ ...schema, $id: name });
    exported[name] = name;
  };
  for (const operation of contract.operations) {
    const query = querySchema(operation);
    if (query) add(queryValidator(operation), query);
    if (operation.body) add(bodyValidator(operation), operation.body.schema);
  }
  return standaloneCode(ajv, exported);
}

const identifier = (id: string) => id.replaceAll('-', '_');
export const bodyValidator = ({ id }: ContractOperation) => `body_${identifier(id)}`;
export const queryValidator = ({ id }: ContractOperation) => `query_${identifier(id)}`;

/** What a query must satisfy once its texts are read as their types; null when the types say it all. */
export function querySchema({ parameters }: ContractOperation): Schema | null {
  const constrained = parameters.filter((parameter) => parameter.in === 'query' && isConstrained(parameter));
  if (constrained.length === 0) return null;
  return {
    type: 'object',
    properties: Object.fromEntries(constrained.map(({ name, schema }) => [name, schema])),
  };
}

function isConstrained({ schema }: Parameter): boolean {
  return Object.keys(schema).some(
    (keyword) => !['type', 'default', 'description', 'example'].includes(keyword),
  );
}
