import { TamsError } from '../../tams/errors';
import type { Flow, Source, Uuid } from '../../tams/model';
import type { GraphContext } from '../context';

/*
 * Entities that others refer to. A reference may be read a moment before its target is deleted: then a field that
 * cannot be null fails with the domain's error, and a list leaves the entity out.
 */

export async function sourceOf(id: Uuid, { loaders }: GraphContext): Promise<Source> {
  const source = await loaders.source(id);
  if (!source) throw new TamsError('SourceNotFound', id);
  return source;
}

export async function flowOf(id: Uuid, { loaders }: GraphContext): Promise<Flow> {
  const flow = await loaders.flow(id);
  if (!flow) throw new TamsError('FlowNotFound', id);
  return flow;
}

export async function flowsOf(ids: readonly Uuid[], { loaders }: GraphContext): Promise<Flow[]> {
  return present(await Promise.all(ids.map((id) => loaders.flow(id))));
}

export async function sourcesOf(ids: readonly Uuid[], { loaders }: GraphContext): Promise<Source[]> {
  return present(await Promise.all(ids.map((id) => loaders.source(id))));
}

const present = <T>(found: readonly (T | null)[]): T[] => found.filter((item) => item !== null);
