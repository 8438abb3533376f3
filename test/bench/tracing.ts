import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addedCosts } from './added-cost';

/** Measures what traces of one request in a hundred add to all of them. The collector takes what comes, in this process. */
export async function tracing(print: (line: string) => void): Promise<void> {
  let taken = 0;
  const collector = createServer((request, response) => {
    taken += 1;
    request.resume().once('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  try {
    await addedCosts('tracing', 3, print);
    print(`\n- the collector was sent ${taken} batches of spans`);
  } finally {
    collector.close();
  }
}
