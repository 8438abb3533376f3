import type { CollectionItem, Flow, FlowInput, FlowPatch, Tag } from '../model';
import { patchedTags, writesTags } from '../tag-patch';

/** The properties of a flow that a patch sets or, with null, clears. */
const PROPERTIES = [
  'label',
  'description',
  'codec',
  'container',
  'avgBitRate',
  'maxBitRate',
  'segmentDuration',
  'essenceParameters',
  'containerMapping',
  'generation',
] as const satisfies readonly (keyof FlowPatch & keyof Flow)[];

/** A flow with the parts that a patch can change. */
export interface PatchedFlow {
  readonly flow: Flow;
  readonly tags: readonly Tag[];
  readonly collection: readonly CollectionItem[];
}

/** Read-only flows take a patch that names nothing but `readOnly`: the one way to unlock them (TAMS 7.0, read_only; RO1). */
export function namesOnlyReadOnly(patch: FlowPatch): boolean {
  return Object.entries(patch).every(([name, value]) => name === 'readOnly' || value === undefined);
}

/** The whole flow as the patch would leave it, to be judged as one that is put. */
export function patchedFlow({ flow, tags, collection }: PatchedFlow, patch: FlowPatch): FlowInput {
  return {
    ...flow,
    ...named(patch),
    readOnly: patch.readOnly ?? flow.readOnly,
    tags: patchedTags(tags, patch),
    flowCollection: patch.flowCollection === undefined ? collection : patch.flowCollection,
  };
}

function named(patch: FlowPatch): Partial<FlowInput> {
  return Object.fromEntries(
    PROPERTIES.filter((name) => patch[name] !== undefined).map((name) => [name, patch[name]]),
  );
}

/**
 * Setting a value is a metadata write even if it is the stored one (M5); clearing what is unset, or a patch that names
 * nothing, changes nothing and is none (PR4). An empty list of members clears it (PR6).
 */
export function isMetadataWrite({ flow, tags, collection }: PatchedFlow, patch: FlowPatch): boolean {
  const writesProperty = PROPERTIES.some(
    (name) => patch[name] !== undefined && (patch[name] !== null || flow[name] !== null),
  );
  const items = patch.flowCollection;
  const writesCollection = items !== undefined && ((items?.length ?? 0) > 0 || collection.length > 0);
  return writesProperty || writesCollection || patch.readOnly !== undefined || writesTags(tags, patch);
}
