import { addSegments, externalSegment } from '../bench/dataset';
import { ask } from '../bench/load';

/** Adds the n-th segment of a flow; resolves when it is acknowledged. */
export const addOne = (url: string, flow: string, n: number): Promise<void> =>
  addSegments(url, flow, [externalSegment(`${flow}-${n}`, n)]);

interface Page {
  readonly nodes: readonly { readonly objectId: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The objects of all live segments of a flow, oldest first. */
export async function objectsOf(url: string, flow: string): Promise<string[]> {
  const query = `query ($id: UUID!, $after: String) { flow(id: $id) { segments(first: 1000, after: $after) {
    nodes { objectId } pageInfo { hasNextPage endCursor } } } }`;
  const found: string[] = [];
  for (let after: string | null = null; ;) {
    const { segments }: { segments: Page } = (
      await ask<{ flow: { segments: Page } }>(url, query, { id: flow, after })
    ).flow;
    found.push(...segments.nodes.map(({ objectId }) => objectId));
    if (!segments.pageInfo.hasNextPage) return found;
    after = segments.pageInfo.endCursor;
  }
}
