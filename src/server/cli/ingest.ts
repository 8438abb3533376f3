import { ingestHls, progressOn, type IngestOptions } from '../../ingest';

/** Runs `ingest hls` and prints what it did. */
export async function ingest(options: Omit<IngestOptions, 'progress'>): Promise<void> {
  const summary = await ingestHls({ ...options, progress: progressOn(process.stderr) });
  for (const { format, label, id, segmentsAdded, segmentsSkipped } of summary.flows) {
    process.stdout.write(
      `${format.padEnd(5)}  ${id}  ${label}: ${segmentsAdded} added, ${segmentsSkipped} there already\n`,
    );
  }
  const mebibytes = (summary.bytes / 1024 ** 2).toFixed(1);
  process.stdout.write(
    `${summary.segmentsAdded} segments added, ${summary.segmentsSkipped} there already, ${mebibytes} MiB uploaded in ${summary.seconds.toFixed(1)} s\n`,
  );
  if (options.signal?.aborted) process.stdout.write('Stopped: run the same command again to go on.\n');
}
