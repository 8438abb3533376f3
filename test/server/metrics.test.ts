import { graphql, startGateway } from './gateway';

it('serves /metrics to Prometheus, with the queries so far', async () => {
  const gateway = await startGateway();
  try {
    await graphql(gateway.url, '{ sources(first: 1) { nodes { id } } }');
    const response = await fetch(`${gateway.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toMatch(/^vast_queries_total\{table="sources",type="\w+"\} [1-9]/m);
    expect(text).toMatch(
      /^vast_query_duration_seconds_bucket\{table="sources",type="\w+",le="\+Inf"\} [1-9]/m,
    );
  } finally {
    await gateway.close();
  }
});
