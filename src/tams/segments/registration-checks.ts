import type { StorageBackend } from '../../media/store';
import type { SegmentInput, UncontrolledUrl } from '../model';
import { labelIsFree, labelIsStorable, urlIsAbsolute } from './rules/get-urls';
import { countsAreNotNegative, lastDurationIsNotNegative } from './rules/numbers';
import { objectIdIsWellFormed } from './rules/object';
import type { Refusal } from './rules/refusal';
import { isBoundedWithInclusiveStart } from './rules/timerange';

/** The rules for one segment that do not depend on what is stored, in the specification's order. The first that fails, or null. */
export function refusalOfInput(input: SegmentInput, backends: readonly StorageBackend[]): Refusal | null {
  return (
    isBoundedWithInclusiveStart(input.timerange) ??
    objectIdIsWellFormed(input.objectId) ??
    refusalOfUrls(urlsOfInput(input), backends) ??
    (input.lastDuration ? lastDurationIsNotNegative(input.lastDuration) : null) ??
    countsAreNotNegative(countsOf(input))
  );
}

/** The uncontrolled URLs that a segment brings, with absent labels as null. */
export function urlsOfInput({ getUrls }: SegmentInput): UncontrolledUrl[] {
  return (getUrls ?? []).map(({ url, label }) => ({ url, label: label ?? null }));
}

function refusalOfUrls(
  urls: readonly UncontrolledUrl[],
  backends: readonly StorageBackend[],
): Refusal | null {
  if (urls.length === 0) return null;
  const taken = new Set(backends.map(({ label }) => label));
  for (const { url, label } of urls) {
    const refusal =
      urlIsAbsolute(url) ?? (label === null ? null : (labelIsStorable(label) ?? labelIsFree(label, taken)));
    if (refusal) return refusal;
  }
  return null;
}

function countsOf(input: SegmentInput): Record<string, number> {
  const counts: Record<string, number> = {};
  if (input.sampleOffset != null) counts.sample_offset = input.sampleOffset;
  if (input.sampleCount != null) counts.sample_count = input.sampleCount;
  if (input.keyFrameCount != null) counts.key_frame_count = input.keyFrameCount;
  return counts;
}
