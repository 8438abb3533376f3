import type { TableReader } from '../../vast/database';
import { and, eq, gt, type PredicateOver } from '../../vast/predicate';
import type { Page, PageRequest, Uuid } from '../model';
import { textPosition } from '../page-position';
import { segmentsTable } from '../tables';

/** Segments of an object that are read beyond a page's flows: a flow may name the object several times. */
const SPARE = 100;

/**
 * A page of the flows that name each object, each once, by flow id. One storage read, and one more for every flow of an
 * object that so many segments of few flows name that the first read does not reach the page's end.
 * @throws TamsError `InvalidPage`
 */
export async function flowsOfObjects(
  reader: TableReader,
  objectIds: readonly string[],
  page: PageRequest,
): Promise<Page<Uuid>[]> {
  const [after] = textPosition(page, 1);
  const limit = page.first + SPARE;
  const found = await reader.selectEach(segmentsTable, 'object_id', objectIds, {
    columns: ['flow_id'],
    where: behind(after),
    projection: 'by_object',
    limit,
  });
  const pages: Page<Uuid>[] = [];
  for (const [i, rows] of found.entries()) {
    const flowIds = [...new Set(rows.map(({ flow_id }) => flow_id))];
    let more = rows.length === limit;
    while (more && flowIds.length <= page.first) {
      const next = await reader.selectOne(segmentsTable, {
        columns: ['flow_id'],
        where: and(eq('object_id', objectIds[i]!), behind(flowIds.at(-1))),
        projection: 'by_object',
      });
      if (next) flowIds.push(next.flow_id);
      more = next !== null;
    }
    pages.push({ items: flowIds.slice(0, page.first), hasNext: flowIds.length > page.first });
  }
  return pages;
}

function behind(flowId: Uuid | undefined): PredicateOver<(typeof segmentsTable)['columns']> {
  return flowId === undefined ? and() : gt('flow_id', flowId);
}
