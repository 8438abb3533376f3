import { createReadStream } from 'node:fs';
import { arrowStream } from '../../vast/analytics/arrow-stream';
import type { Duck } from '../../vast/analytics/duckdb';
import type { Export, ExportColumn } from '../../vast/analytics/exported-rows';
import { parquetFile } from '../../vast/analytics/parquet-file';
import { sql } from '../../vast/analytics/sql';
import { conditionOf, type Scope, type SeenReplica } from './scope';

export type ExportFormat = 'arrow' | 'parquet';
export type ExportTable = 'segments' | 'flows';

export interface ExportRequest {
  readonly table: ExportTable;
  readonly scope: Scope;
  readonly format: ExportFormat;
}

const text = (name: string): ExportColumn => ({ name, kind: 'text', expression: name });
const whole = (name: string, expression = name): ExportColumn => ({ name, kind: 'whole', expression });

const FLOW_COLUMNS = ['id', 'source_id', 'format', 'codec', 'container', 'label'].map(text);

/** Times are exact: whole seconds and nanoseconds, apart. Starts always belong to their segments; ends where it is told. */
const SEGMENT_COLUMNS: readonly ExportColumn[] = [
  whole('start_seconds', 'start_s'),
  whole('start_nanoseconds', 'start_rest // 2'),
  whole('end_seconds', 'end_s'),
  whole('end_nanoseconds', 'end_rest // 2'),
  whole('end_inclusive', 'end_rest % 2'),
  text('object_id'),
  text('storage_id'),
  whole('size'),
  text('ts_offset'),
  text('last_duration'),
  whole('sample_offset'),
  whole('sample_count'),
  whole('key_frame_count'),
  { name: 'registered', kind: 'instant', expression: 'registered' },
];

/**
 * Rows of the replica as bytes of the format, as they are now. Reading slowly slows the export down, and
 * ending it, or aborting the signal, ends all work for it.
 * @throws TamsError `FlowNotFound`, `SourceNotFound`, `InvalidAnalysis`
 */
export async function exportRows(
  replica: SeenReplica,
  { table, scope, format }: ExportRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { duck } = replica;
  const rows = await (table === 'segments'
    ? segments(replica, scope, signal)
    : flows(replica, scope, signal));
  return format === 'arrow' ? arrowBytes(duck, rows, signal) : parquetBytes(duck, rows, signal);
}

async function segments(replica: SeenReplica, scope: Scope, signal: AbortSignal): Promise<Export> {
  // Arrow's dictionary is made before the rows are read: what comes into the replica meanwhile may be of flows that it does not name.
  const [{ last } = { last: null }] = await replica.duck.rows<{ last: bigint | null }>(
    sql('SELECT max(rowid) AS last FROM segments'),
    signal,
  );
  const seen = await conditionOf(replica, scope, signal);
  const where = sql(`${seen.text} AND segments.rowid <= ?::BIGINT`, [...seen.values, last ?? -1n]);
  const { flowId, sourceId } = scope;
  // It is sent whole: it must name no flow that the caller does not see.
  const ofFlows = await conditionOf(replica, { flowId, sourceId }, signal);
  const flows = await replica.duck.rows<{ flow_no: number; id: string }>(
    sql(`SELECT flow_no, id FROM flows WHERE ${ofFlows.text}`, ofFlows.values),
    signal,
  );
  const names: string[] = new Array<string>(
    flows.reduce((most, { flow_no }) => Math.max(most, flow_no + 1), 0),
  ).fill('');
  for (const { flow_no, id } of flows) names[flow_no] = id;
  const flow: ExportColumn = {
    name: 'flow_id',
    kind: 'named',
    expression: 'flow_no',
    names,
    parquet: '(SELECT id FROM flows WHERE flows.flow_no = segments.flow_no)',
  };
  return { table: 'segments', columns: [flow, ...SEGMENT_COLUMNS], where };
}

/** The flows of the scope; a range of time says nothing of them. */
async function flows(
  replica: SeenReplica,
  { flowId, sourceId }: Scope,
  signal: AbortSignal,
): Promise<Export> {
  const where = await conditionOf(replica, { flowId, sourceId }, signal);
  return { table: 'flows', columns: FLOW_COLUMNS, where };
}

async function* arrowBytes(
  duck: Duck,
  rows: Export,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const { session, close } = await duck.openSession(signal);
  try {
    yield* arrowStream(session, rows, (work) => duck.turn(work, signal));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    close();
  }
}

async function* parquetBytes(
  duck: Duck,
  rows: Export,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const { file, remove } = await parquetFile(duck, rows, signal);
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } finally {
    await remove();
  }
}
