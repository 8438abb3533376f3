/* The ceiling for HTTP: plain Fastify answering every POST /graphql with the bytes in the file that argv names. */
import Fastify from 'fastify';
import { readFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2]!);

async function main(): Promise<void> {
  const app = Fastify();
  app.post('/graphql', (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes));
  process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}

void main();
