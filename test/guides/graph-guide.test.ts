import { buildSchema, parse, validate } from 'graphql';
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
