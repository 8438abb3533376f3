import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { inspect } from 'node:util';
import { formatTimeRange, parseTimeRange, type TimeRange } from '../tams/time/timerange';
import { formatTimestamp, parseTimestamp, type Timestamp } from '../tams/time/timestamp';

const MAX_QUOTED = 80;
const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MIME_PATTERN = /^[^\s/]+\/[^\s/]+$/;
const MAX_MIME_LENGTH = 1024;
const UUID_RULE =
  'it must be a lower-case UUID of version 1 to 5, such as 8a4cf0e2-6f0b-4ea5-8bd2-4e8a6c9d9b11';
const MIME_RULE = `it must be a media type such as "video/h264": exactly one "/", no whitespace, at most ${MAX_MIME_LENGTH} characters`;
const DATE_TIME_RULE = 'it must be a date and time of RFC 3339, such as "2026-01-31T09:30:00.000Z"';

/** An error about one value of the input: it quotes at most 80 characters of it and names the rule. */
function badInput(kind: string, value: unknown, rule: string): GraphQLError {
  const text = typeof value === 'string' ? JSON.stringify(value) : inspect(value);
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
  return refusal(`${shown} is not a ${kind}: ${rule}.`);
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** What a literal in a document says, as the JSON value it spells. */
function literalValue(node: ValueNode): unknown {
  return node.kind === Kind.INT ? Number(node.value) : valueFromASTUntyped(node);
}

interface TextScalar<Internal> {
  readonly name: string;
  readonly description: string;
  /** @throws any error whose message says what is wrong */
  readonly parse: (text: string) => Internal;
  readonly serialize: (value: unknown) => string;
  readonly rule: string;
}

/** A scalar that is text on the wire. */
function textScalar<Internal>({ name, description, parse, serialize, rule }: TextScalar<Internal>) {
  const parseValue = (value: unknown): Internal => {
    if (typeof value !== 'string') throw badInput(name, value, `${rule}, as a string`);
    try {
      return parse(value);
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      throw refusal(error instanceof Error ? error.message : rule);
    }
  };
  return new GraphQLScalarType<Internal, string>({
    name,
    description,
    serialize,
    parseValue,
    parseLiteral: (node) => parseValue(literalValue(node)),
  });
}

export const GraphQLUuid = textScalar<string>({
  name: 'UUID',
  description: 'A UUID of version 1 to 5, in lower case, as TAMS writes it.',
  rule: UUID_RULE,
  parse(text) {
    if (!UUID_PATTERN.test(text)) throw badInput('UUID', text, UUID_RULE);
    return text;
  },
  serialize: String,
});

export const GraphQLTimestamp = textScalar<Timestamp>({
  name: 'Timestamp',
  description:
    'A point in time, or a duration, as TAMS writes it: `seconds:nanoseconds` with an optional `-`. Exact: nanoseconds are a count from 0 to 999999999, so `1:5` is 1 s and 5 ns.',
  rule: 'it must be written [-]seconds:nanoseconds, such as "10:500000000"',
  parse: parseTimestamp,
  serialize: (value) => (typeof value === 'string' ? value : formatTimestamp(value as Timestamp)),
});

export const GraphQLTimeRange = textScalar<TimeRange>({
  name: 'TimeRange',
  description:
    'A range of time as TAMS writes it: `[0:0_10:0)` from 0 s to before 10 s, `[` and `]` inclusive, `(` and `)` exclusive; `_` is all time, `[5:0_` is open-ended, `()` is empty. Output is always in the canonical form.',
  rule: 'it must be written as two timestamps around "_", such as "[0:0_10:0)"',
  parse: parseTimeRange,
  serialize: (value) => formatTimeRange(value as TimeRange),
});

const DATE_TIME_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export const GraphQLDateTime = textScalar<number>({
  name: 'DateTime',
  description: 'A date and time of RFC 3339, in UTC with milliseconds: `2026-01-31T09:30:00.000Z`.',
  rule: DATE_TIME_RULE,
  parse(text) {
    const instant = DATE_TIME_PATTERN.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(instant)) throw badInput('DateTime', text, DATE_TIME_RULE);
    return instant;
  },
  serialize: (value) => new Date(value as number).toISOString(),
});

export const GraphQLMimeType = textScalar<string>({
  name: 'MimeType',
  description: 'A media type, such as `video/h264` or `video/mp2t`: exactly one `/` and no whitespace.',
  rule: MIME_RULE,
  parse(text) {
    if (text.length > MAX_MIME_LENGTH || !MIME_PATTERN.test(text))
      throw badInput('MimeType', text, MIME_RULE);
    return text;
  },
  serialize: String,
});

const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJsonObject(value: unknown): Record<string, unknown> {
  if (!isJsonObject(value)) throw badInput('JSONObject', value, 'it must be a JSON object');
  return value;
}

export const GraphQLJsonObject = new GraphQLScalarType<Record<string, unknown>>({
  name: 'JSONObject',
  description: 'Any JSON object, passed through as it is.',
  serialize: parseJsonObject,
  parseValue: parseJsonObject,
  parseLiteral: (node, variables) => parseJsonObject(valueFromASTUntyped(node, variables)),
});

function parseSafeInt(value: unknown): number {
  if (!Number.isSafeInteger(value))
    throw badInput('SafeInt', value, 'it must be an integer from -(2^53-1) to 2^53-1');
  return value as number;
}

export const GraphQLSafeInt = new GraphQLScalarType<number>({
  name: 'SafeInt',
  description:
    "An integer from -(2^53-1) to 2^53-1, written as a JSON number. GraphQL's Int holds 32 bits only, and a day of audio has more samples than that.",
  serialize: parseSafeInt,
  parseValue: parseSafeInt,
  parseLiteral: (node) => parseSafeInt(literalValue(node)),
});
