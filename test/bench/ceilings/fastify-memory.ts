/*
 * The ceilings for REST: plain Fastify answering every GET with an answer that lies in memory. `argv[2]` names the file
 * with the answer, `argv[3]` says whether it is sent as its bytes or written anew from its value by JSON.stringify.
 */
import Fastify from 'fastify';
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2]!, 'utf8');
const value: unknown = JSON.parse(text);
const answer = process.argv[3] === 'value' ? () => JSON.stringify(value) : () => text;

async function main(): Promise<void> {
  const app = Fastify();
  app.get('/*', (_request, reply) => reply.type('application/json; charset=utf-8').send(answer()));
  process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}

void main();
