import path from 'node:path';
import { backUp } from '../backup';
import type { CopyReport } from '../backup-check';
import type { Config } from '../config';
import { Failure } from './failures';

/**
 * Makes a backup and prints what it holds.
 * @throws Failure when media of the original are lost or damaged: the rest is backed up all the same
 */
export async function backup(config: Config, folder: string, write: (text: string) => void): Promise<void> {
  const target = path.resolve(folder);
  const report = await backUp(config, target);
  write(`${target} is complete and checked.\n${summary(report)}`);
  const { count, first } = report.faults;
  if (count > 0)
    throw new Failure(
      `The backup is made, but the bytes of ${count} media objects are lost or damaged in ${config.dataDir} itself: ${first.join(', ')}${count > first.length ? ' …' : ''}`,
    );
}

function summary({ tables, cursor, storeBytes, objects, objectBytes, objectsElsewhere }: CopyReport): string {
  const rows = (table: string): string => String(tables.get(table) ?? 0);
  const lines: readonly (readonly [string, string])[] = [
    ['sources', rows('sources')],
    ['flows', rows('flows')],
    ['segments', rows('segments')],
    ['events', `${rows('events')}, the newest at cursor ${cursor}`],
    ['store', mebibytes(storeBytes)],
    ['media objects', `${objects} (${mebibytes(objectBytes)})`],
    ['kept elsewhere', `${objectsElsewhere} media objects, which a backup does not copy`],
  ];
  return lines.map(([name, value]) => `  ${name.padEnd(15)} ${value}\n`).join('');
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
