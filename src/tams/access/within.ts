import type { TableReader } from '../../vast/database';
import { TamsError } from '../errors';
import type { Caller, Uuid } from '../model';
import { NOTHING, type Sight } from './sight';

/** Who asks within limits. */
export interface Limited {
  readonly sight: Sight;
  readonly reader: TableReader;
}

type Arguments = readonly unknown[];

/**
 * How a method is asked by a limited caller: with these arguments in place of its own, so that it answers, or fails, as if what
 * the caller does not see were not there.
 * @throws TamsError for what cannot be asked at all
 */
export type Within = (limited: Limited, args: Arguments) => Arguments | Promise<Arguments>;

/** It has nothing to be looked at before: the service itself answers with what the `sight` of its context shows. */
export const ITSELF: Within = (_limited, args) => args;

/** It tells and changes nothing that is a source's or flow's. */
export const FREE: Within = (_limited, args) => args;

/** Nobody with limits may. */
export const refused =
  (why: string): Within =>
  () => {
    throw new TamsError('BeyondLimits', why);
  };

/** The first argument is a list of ids of flows. */
export const FLOWS: Within = async ({ sight, reader }, [ids, ...rest]) => {
  const seen = await sight.flows(reader, ids as Uuid[]);
  return [(ids as Uuid[]).map((id) => (seen.has(id) ? id : NOTHING)), ...rest];
};

/** The first argument is a list of ids of sources. */
export const SOURCES: Within = async ({ sight, reader }, [ids, ...rest]) => {
  const seen = await sight.sources(reader, ids as Uuid[]);
  return [(ids as Uuid[]).map((id) => (seen.has(id) ? id : NOTHING)), ...rest];
};

/** The first argument is the id of a flow, of which it answers as it does when there is none. */
export const FLOW: Within = async ({ sight, reader }, [id, ...rest]) => [
  (await sight.seesFlow(reader, id as Uuid)) ? id : NOTHING,
  ...rest,
];

/** The argument of this number is the id of a flow, without which it fails. */
export const ofFlow =
  (at: number): Within =>
  async ({ sight, reader }, args) => {
    const id = args[at] as Uuid;
    if (!(await sight.seesFlow(reader, id))) throw new TamsError('FlowNotFound', id);
    return args;
  };

/** The first argument is the caller, and the answer is what is theirs: nothing is. */
export const OWNS_NOTHING: Within = (_limited, [caller, ...rest]) => [
  { ...(caller as Caller), principal: '' },
  ...rest,
];
