import type {
  ContentFormat,
  FlowInput,
  FlowPatch,
  JsonObject,
  Rational,
  SourcePatch,
} from '../../tams/model';
import { toTamsNames } from '../essence-names';
import { inputError } from '../errors';
import type { RationalInputType } from './common';
import type { FlowInputType, FlowPatchType, SourcePatchType } from './flow';

const ESSENCE_FIELDS = ['video', 'audio', 'image', 'data'] as const;

/**
 * The domain's form of a whole flow.
 * @throws GraphQLError when the essence is not given in exactly the field that the format names
 */
export function flowInputOf(input: FlowInputType): FlowInput {
  const { video: _video, audio: _audio, image: _image, data: _data, ...rest } = input;
  return {
    ...rest,
    segmentDuration: rationalOf(rest.segmentDuration),
    essenceParameters: essenceOfInput(input),
  };
}

/** TAMS 7.0 (flow schemas): a flow has the essence parameters of its own format; multi flows have none. */
function essenceOfInput(input: FlowInputType): JsonObject | null {
  const { format } = input;
  const given = ESSENCE_FIELDS.filter((name) => input[name] !== null && input[name] !== undefined);
  const foreign = given.find((name) => name !== format);
  if (foreign !== undefined) throw foreignEssence(foreign, format);
  if (format === 'multi') return null;
  const essence = input[format];
  if (!essence)
    throw inputError(`A flow of format ${format.toUpperCase()} needs its essence in the field "${format}".`);
  return toTamsNames(essence);
}

/**
 * The domain's form of a patch: it names exactly what the client named.
 * @param format of the flow to patch
 * @throws GraphQLError for the essence of another format
 */
export function flowPatchOf(patch: FlowPatchType, format: ContentFormat): FlowPatch {
  const {
    video: _video,
    audio: _audio,
    image: _image,
    data: _data,
    readOnly,
    segmentDuration,
    setTags,
    removeTags,
    ...rest
  } = patch;
  return {
    ...rest,
    ...essenceOfPatch(patch, format),
    ...(segmentDuration === undefined ? {} : { segmentDuration: rationalOf(segmentDuration) }),
    // Clearing the mark is the same as setting it to false: a flow that says nothing is not read-only.
    ...(readOnly === undefined ? {} : { readOnly: readOnly ?? false }),
    ...(setTags ? { setTags } : {}),
    ...(removeTags ? { removeTags } : {}),
  };
}

function essenceOfPatch(patch: FlowPatchType, format: ContentFormat): FlowPatch {
  const named = ESSENCE_FIELDS.filter((name) => patch[name] !== undefined);
  const foreign = named.find((name) => name !== format);
  if (foreign !== undefined) throw foreignEssence(foreign, format);
  if (named.length === 0 || format === 'multi') return {};
  const essence = patch[format];
  return { essenceParameters: essence ? toTamsNames(essence) : null };
}

/** A denominator of null is one left out. */
function rationalOf(input: RationalInputType | null | undefined): Rational | null {
  if (!input) return null;
  const { numerator, denominator } = input;
  return typeof denominator === 'number' ? { numerator, denominator } : { numerator };
}

const foreignEssence = (field: string, format: ContentFormat) =>
  inputError(
    `The field "${field}" does not belong to a flow of format ${format.toUpperCase()}: ` +
      (format === 'multi' ? 'it has no essence parameters.' : `its essence goes into "${format}".`),
  );

export function sourcePatchOf({ setTags, removeTags, ...rest }: SourcePatchType): SourcePatch {
  return { ...rest, ...(setTags ? { setTags } : {}), ...(removeTags ? { removeTags } : {}) };
}
