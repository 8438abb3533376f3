import autocannon from 'autocannon';
import { readdirSync, readFileSync } from 'node:fs';

/** One kind of request: the bodies are sent in turn, so that no answer can be kept from the last time. */
export interface Workload {
  readonly name: string;
  readonly bodies: readonly string[];
}

export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Sends a workload's bodies to `<url>/graphql` for `seconds`. Any answer but a 200 without errors fails the run. */
export async function measure(
  url: string,
  workload: Workload,
  seconds: number,
  connections: number,
): Promise<Measured> {
  await refuseErrors(url, workload);
  const result = await autocannon({
    url: `${url}/graphql`,
    connections,
    duration: seconds,
    setupClient: startingApart(
      workload.bodies.map((body) => ({
        method: 'POST' as const,
        path: '/graphql',
        headers: { 'content-type': 'application/json' },
        body,
      })),
      connections,
    ),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${workload.name}: ${result.non2xx} answers were no 2xx, ${result.errors} requests failed`,
    );
  }
  const { p50, p90, p99, max } = result.latency;
  return { requestsPerSecond: result.requests.average, p50, p90, p99, max };
}

/** Gives each connection the requests, beginning elsewhere: else all would ask for the same at the same time. */
export function startingApart(
  requests: readonly autocannon.Request[],
  connections: number,
): (client: autocannon.Client) => void {
  let next = 0;
  return (client) => {
    const from = Math.floor(((next % connections) * requests.length) / connections);
    next += 1;
    client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
  };
}

async function refuseErrors(url: string, workload: Workload): Promise<void> {
  const answer = await post(url, workload.bodies[0]!);
  if (answer.includes('"errors"') || !answer.includes('"data"'))
    throw new Error(`${workload.name}: ${answer.slice(0, 500)}`);
}

/** The text of one answer. */
export async function post(url: string, body: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.text();
}

/** One answer's data. @throws on GraphQL errors. */
export async function ask<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const answer = JSON.parse(await post(url, JSON.stringify({ query, variables }))) as {
    data: T;
    errors?: { message: string }[];
  };
  if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return answer.data;
}

/**
 * Processor time that a process has taken so far, in all the threads that it has: in nanoseconds from the scheduler (Linux), since the
 * ticks of `/proc/<pid>/stat` are a hundredth of a second.
 */
export function processorSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [onProcessor] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    nanoseconds += Number(onProcessor);
  }
  return nanoseconds / 1e9;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};
