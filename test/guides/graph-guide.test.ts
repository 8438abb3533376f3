import { buildSchema, getNamedType, isObjectType, parse, validate } from 'graphql';
import { CODES, codeOf } from '../../src/graphql/errors';
import { ERRORS, type ErrorType } from '../../src/tams/errors';
import { blocksOf, MARKDOWN_FILES, textOf } from './markdown';

const SCHEMA = buildSchema(textOf('schema/schema.graphql'));

/** Codes that are not in the code's own lists: Apollo Server's, and that of a request from another site. */
const OTHERS = [
  'BAD_REQUEST',
  'CSRF_BLOCKED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
];

it('the guide lists every error code once, and no other', () => {
  const [table] = /^\| code \| what to do \|.*?\n\n/ms.exec(textOf('schema/README.md'))!;
  const listed = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, codes]) =>
    codes!.split(', ').map((code) => code.replaceAll('`', '')),
  );
  const given = [...(Object.keys(ERRORS) as ErrorType[]).map(codeOf), ...Object.values(CODES), ...OTHERS];
  expect(listed.toSorted()).toEqual([...new Set(given)].toSorted());
});

const OPERATIONS = MARKDOWN_FILES.flatMap((file) =>
  blocksOf(file)
    .filter(({ language }) => language === 'graphql')
    .map(({ code }) => ({ file, code })),
);

it('there are examples of the graph', () => expect(OPERATIONS.length).toBeGreaterThan(5));

it.each(OPERATIONS)('$file: the schema has what is asked: $code', ({ code }) => {
  expect(validate(SCHEMA, parse(code))).toEqual([]);
});

describe('connections are those of the specification that Relay reads', () => {
  const objects = Object.values(SCHEMA.getTypeMap()).filter(isObjectType);
  const connections = objects.filter(({ name }) => name.endsWith('Connection'));
  const typesOf = (name: string): Record<string, string> => {
    const type = objects.find((each) => each.name === name)!;
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, String(field.type)]),
    );
  };

  it('has some', () => expect(connections.length).toBeGreaterThan(2));

  it.each(connections.map(({ name }) => name))('%s', (name) => {
    const edge = name.replace(/Connection$/, 'Edge');
    expect(typesOf(name)).toMatchObject({ edges: `[${edge}!]!`, pageInfo: 'PageInfo!' });
    expect(typesOf(edge)).toMatchObject({ cursor: 'String!', node: expect.any(String) as string });
  });

  it('with their page info and arguments', () => {
    expect(typesOf('PageInfo')).toMatchObject({
      hasNextPage: 'Boolean!',
      hasPreviousPage: 'Boolean!',
      startCursor: 'String',
      endCursor: 'String',
    });
    const names = new Set(connections.map(({ name }) => name));
    const fields = objects
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => names.has(getNamedType(type).name));
    for (const { name, args } of fields) {
      const types = Object.fromEntries(args.map((arg) => [arg.name, String(arg.type)]));
      expect({ name, ...types }).toMatchObject({ name, first: 'Int', after: 'String' });
    }
  });
});
