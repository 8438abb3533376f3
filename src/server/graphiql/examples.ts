/** One operation that the explorer opens with, in a tab of its own. */
export interface Example {
  readonly query: string;
  /** JSON text, as the explorer's variables editor shows it. */
  readonly variables: string;
}

const example = (query: string, variables: object): Example => ({
  query: query.trim() + '\n',
  variables: JSON.stringify(variables, null, 2),
});

/**
 * First steps through the graph. Those that read need no id of a certain store: they run as they are and show what
 * there is. Type names and arguments are the schema's; a test validates each against it.
 */
export const EXAMPLES: readonly Example[] = [
  example(
    `
# Sources, and the flows that carry each of them.
query Sources($first: Int!, $after: String) {
  sources(first: $first, after: $after) {
    nodes {
      id
      format
      label
      tags {
        name
        value
      }
      flows(first: 10) {
        nodes {
          id
          label
          codec
          timerange
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
    { first: 20, after: null },
  ),
  example(
    `
# A video flow, its first segments and the URLs that play them.
query PlayableUrls($filter: FlowFilter!, $segments: Int!) {
  flows(filter: $filter, first: 1) {
    nodes {
      id
      label
      container
      ... on VideoFlow {
        essenceParameters {
          frameWidth
          frameHeight
          frameRate {
            numerator
            denominator
          }
        }
      }
      segments(first: $segments) {
        nodes {
          timerange
          objectId
          getUrls {
            url
            label
            presigned
          }
        }
      }
    }
  }
}`,
    { filter: { format: 'VIDEO' }, segments: 5 },
  ),
  example(
    `
# Which stretches hold media, and where the gaps are.
query Timeline($timerange: TimeRange!, $tolerance: Timestamp!) {
  flows(first: 10) {
    nodes {
      id
      label
      timerange
      coverage(timerange: $timerange, tolerance: $tolerance) {
        ranges
        gaps
        covered
        segmentCount
      }
    }
  }
}`,
    { timerange: '_', tolerance: '0:0' },
  ),
  example(
    `
# What each flow plays at one instant.
query SegmentAt($timestamp: Timestamp!, $filter: FlowFilter!) {
  flows(filter: $filter, first: 10) {
    nodes {
      id
      label
      segmentAt(timestamp: $timestamp) {
        timerange
        objectId
        getUrls(presigned: true) {
          url
        }
      }
    }
  }
}`,
    { timestamp: '1:0', filter: { timerange: '[1:0]' } },
  ),
  example(
    `
# Segments as they come: runs until it is stopped. To go on behind a message, pass its cursor as "after".
subscription Live($formats: [ContentFormat!], $after: String) {
  segments(formats: $formats, after: $after) {
    cursor
    at
    kind
    timerange
    flow {
      id
      label
    }
    segment {
      objectId
      getUrls(presigned: true) {
        url
      }
    }
  }
}`,
    { formats: ['VIDEO'], after: null },
  ),
  example(
    `
# Creates a flow and its source; again, replaces the flow.
mutation PutFlow($input: FlowInput!) {
  putFlow(input: $input) {
    created
    flow {
      id
      label
      source {
        id
        format
      }
    }
  }
}`,
    {
      input: {
        id: '8d6a2f0e-3c51-4b7a-9f1d-52c0a7e41b01',
        sourceId: '8d6a2f0e-3c51-4b7a-9f1d-52c0a7e41b02',
        format: 'VIDEO',
        label: 'Made in the explorer',
        codec: 'video/h264',
        container: 'video/mp2t',
        tags: [{ name: 'example', value: 'explorer' }],
        video: { frameWidth: 1920, frameHeight: 1080, frameRate: { numerator: 25 } },
      },
    },
  ),
];
