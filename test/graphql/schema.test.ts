import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
  type GraphQLNamedType,
} from 'graphql';
import { graphSchema, printGraphSchema } from '../../src/graphql/schema';

const schema = graphSchema();

test('schema/schema.graphql is what the code says: npm run generate:schema brings it up to date', () => {
  const committed = readFileSync(join(__dirname, '../../schema/schema.graphql'), 'utf8');
  expect(printGraphSchema()).toBe(committed);
});

test('the schema is valid', () => {
  expect(validateSchema(schema)).toEqual([]);
});

/** Every place that should have a description, with what it has. */
function* described(
  type: GraphQLNamedType,
): Generator<[place: string, description: string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type))
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      yield [`${type.name}.${field.name}`, field.description];
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const arg of field.args) yield [`${type.name}.${field.name}(${arg.name})`, arg.description];
    }
}

test('every type, field, argument and enum value has a description', () => {
  const own = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  const places = own.flatMap((type) => [...described(type)]);
  expect(places.length).toBeGreaterThan(300);
  expect(places.filter(([, description]) => !description?.trim()).map(([place]) => place)).toEqual([]);
});
