import type { Dataset } from './dataset';
import type { Workload } from './load';

/** Different variables of one workload. The gateway keeps the rows that they need in memory while nobody writes them; no answers. */
const VARIANTS = 300;

const ONE_FLOW = /* GraphQL */ `
  query OneFlow($id: UUID!) {
    flow(id: $id) {
      id
      format
      label
      description
      codec
      container
      avgBitRate
      created
      source {
        label
      }
    }
  }
`;

const SEGMENT_PAGE = /* GraphQL */ `
  query SegmentPage($id: UUID!, $timerange: TimeRange!) {
    flow(id: $id) {
      segments(first: 100, timerange: $timerange) {
        nodes {
          objectId
          timerange
          tsOffset
          sampleOffset
          sampleCount
          keyFrameCount
        }
      }
    }
  }
`;

const TEN_FLOWS = /* GraphQL */ `
  query TenFlows($ids: [UUID!]!) {
    flows(filter: { ids: $ids }, first: 10) {
      nodes {
        id
        label
        source {
          id
          label
        }
        tags {
          name
          value
        }
        segments(first: 10) {
          nodes {
            objectId
            timerange
          }
        }
      }
    }
  }
`;

const SEGMENT_PAGE_WITH_URLS = /* GraphQL */ `
  query SegmentPageWithUrls($id: UUID!, $timerange: TimeRange!) {
    flow(id: $id) {
      segments(first: 100, timerange: $timerange) {
        nodes {
          objectId
          timerange
          getUrls(presigned: true) {
            url
          }
        }
      }
    }
  }
`;

const COVERAGE = /* GraphQL */ `
  query CoverageOfFlow($id: UUID!) {
    flow(id: $id) {
      coverage {
        ranges
        gaps
        segmentCount
      }
    }
  }
`;

const variantsOf =
  (count: number) =>
  (query: string, variables: (n: number) => unknown): string[] =>
    Array.from({ length: count }, (_, n) => JSON.stringify({ query, variables: variables(n) }));

/** From somewhere in the middle of the flow on: where the page starts must not matter. */
export const somewhere = (dataset: Dataset, n: number): string =>
  `[${((n * 37) % Math.max(1, dataset.segments - 100)) * 2}:0_`;

/** @param count of different requests of each kind */
export function workloads(
  dataset: Dataset,
  count = VARIANTS,
): {
  oneFlow: Workload;
  page: Workload;
  tenFlows: Workload;
  pageWithUrls: Workload;
  coverage: Workload;
} {
  const variants = variantsOf(count);
  const flow = (n: number): string => dataset.flows[n % dataset.flows.length]!;
  const page = (n: number): unknown => ({ id: flow(n), timerange: somewhere(dataset, n) });
  return {
    oneFlow: {
      name: 'one flow, 8 fields and its source',
      bodies: variants(ONE_FLOW, (n) => ({ id: flow(n) })),
    },
    page: { name: 'page of 100 segments, 6 fields', bodies: variants(SEGMENT_PAGE, page) },
    tenFlows: {
      name: '10 flows with source, tags, first 10 segments',
      bodies: variants(TEN_FLOWS, (n) => ({ ids: Array.from({ length: 10 }, (_, i) => flow(n + i * 7)) })),
    },
    pageWithUrls: {
      name: 'page of 100 segments with signed URLs',
      bodies: variants(SEGMENT_PAGE_WITH_URLS, page),
    },
    coverage: { name: 'coverage of one flow', bodies: variants(COVERAGE, (n) => ({ id: flow(n) })) },
  };
}
