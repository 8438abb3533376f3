/* Adds segments for ever, and lets a replica follow: `keep-replica.ts <store folder> <replica folder> <first second>`. */
import { join } from 'node:path';
import { Replica } from '../../../../src/tams/analytics/replica';
import { ALICE, externalSegment, TestStore, uuid } from '../../store-fixture';

async function main([folder, replicas, first]: string[]): Promise<void> {
  const { store, db } = await TestStore.open({}, folder);
  const replica = new Replica({
    db,
    log: store.context.log,
    folder: join(replicas!, 'analytics'),
    notice: (facts, message) => process.stdout.write(`notice ${message} ${JSON.stringify(facts)}\n`),
  });
  process.stdout.write('open\n');
  for (let at = Number(first); ; at += 50) {
    const inputs = Array.from({ length: 50 }, (_, i) =>
      externalSegment(`k${at + i}`, `[${at + i}:0_${at + i + 1}:0)`),
    );
    await store.segments.add(ALICE, uuid(1), inputs);
    await replica.caughtUp();
    process.stdout.write(`at ${at + 50}\n`);
  }
}

void main(process.argv.slice(2));
