import { wholeWithin } from '../../vast/analytics/sql';
import { sql } from '../../vast/analytics/sql';
import type { Instant, Uuid } from '../model';
import { conditionOf, type Scope, type SeenReplica } from './scope';

/** What a flow's segments come to. */
export interface FlowUsage {
  readonly flowId: Uuid;
  readonly sourceId: Uuid;
  readonly segments: number;
  /** Nanoseconds of media. */
  readonly duration: bigint;
  /** Of the segments' objects, each counted as often as it is used. */
  readonly bytes: number;
  /** Segments whose object has no known size: external media, and bytes that other stores hold. */
  readonly unknownSizes: number;
  /** When the last one was committed. */
  readonly lastRegistered: Instant | null;
}

export type UsageOrder = 'segments' | 'duration' | 'bytes';
export const MAX_USAGE = 1_000;

/** Of the largest flows in the scope. One pass over few columns, which DuckDB keeps apart. */
export async function flowUsage(
  replica: SeenReplica,
  scope: Scope,
  { order, limit }: { readonly order: UsageOrder; readonly limit: number },
  signal: AbortSignal,
): Promise<FlowUsage[]> {
  wholeWithin('limit', limit, 1, MAX_USAGE);
  const { text, values } = await conditionOf(replica, scope, signal);
  const ordered = { segments: 'segments', duration: 'seconds + nanoseconds / 1e9', bytes: 'bytes' }[order];
  const rows = await replica.duck.rows<UsageRow>(
    sql(
      `WITH used AS (
         SELECT flow_no, count(*) AS segments, sum(end_s - start_s) AS seconds,
           sum((end_rest >> 1) - (start_rest >> 1)) AS nanoseconds, sum(size) AS bytes, count(size) AS sized, max(registered) AS last
         FROM segments WHERE ${text} GROUP BY flow_no)
       SELECT id, source_id, segments::DOUBLE AS segments, seconds, nanoseconds, coalesce(bytes, 0)::DOUBLE AS bytes,
         (segments - sized)::DOUBLE AS unknown, last::DOUBLE AS last
       FROM used JOIN flows USING (flow_no) ORDER BY ${ordered} DESC NULLS LAST, id LIMIT ?::BIGINT`,
      [...values, limit],
    ),
    signal,
  );
  return rows.map((row) => ({
    flowId: row.id,
    sourceId: row.source_id,
    segments: row.segments,
    duration: durationOf(row),
    bytes: row.bytes,
    unknownSizes: row.unknown,
    lastRegistered: row.last,
  }));
}

interface UsageRow {
  readonly id: Uuid;
  readonly source_id: Uuid;
  readonly segments: number;
  readonly seconds: bigint;
  readonly nanoseconds: bigint;
  readonly bytes: number;
  readonly unknown: number;
  readonly last: number | null;
}

/** Sums of seconds and of nanoseconds apart: each is exact. */
export const durationOf = (row: {
  readonly seconds: bigint | number;
  readonly nanoseconds: bigint | number;
}): bigint => BigInt(row.seconds) * 1_000_000_000n + BigInt(row.nanoseconds);

/** What one storage backend holds for segments. */
export interface BackendUsage {
  /** Null for media that are elsewhere. */
  readonly storageId: string | null;
  readonly objects: number;
  /** Each object once. */
  readonly bytes: number;
  readonly unknownSizes: number;
}

export interface ObjectReuse {
  readonly objectId: string;
  readonly segments: number;
  readonly flows: number;
}

export interface StorageUsage {
  readonly backends: readonly BackendUsage[];
  readonly objects: number;
  readonly segments: number;
  /** Objects that more than one segment names. */
  readonly reusedObjects: number;
  /** Bytes that reuse saves: those of further uses. */
  readonly savedBytes: number;
  /** Those that most segments name, of the reused ones. */
  readonly mostReused: readonly ObjectReuse[];
}

/** Of the scope's segments. Looks at every object: for a whole large store that takes seconds. */
export async function storageUsage(
  replica: SeenReplica,
  scope: Scope,
  { mostReused }: { readonly mostReused: number },
  signal: AbortSignal,
): Promise<StorageUsage> {
  wholeWithin('mostReused', mostReused, 0, MAX_USAGE);
  const { text, values } = await conditionOf(replica, scope, signal);
  return replica.duck.read(async (session) => {
    // Looked at twice: a table of this session, so that objects are grouped once.
    await session.run(
      sql(
        `CREATE TEMP TABLE used AS SELECT object_id, any_value(storage_id) AS storage_id, any_value(size) AS size,
           count(*) AS segments FROM segments WHERE ${text} GROUP BY object_id`,
        values,
      ),
    );
    const backends = await session.rows<BackendRow>(
      sql(`SELECT storage_id, count(*)::DOUBLE AS objects, coalesce(sum(size), 0)::DOUBLE AS bytes,
          (count(*) - count(size))::DOUBLE AS unknown, sum(segments)::DOUBLE AS segments,
          (count(*) FILTER (segments > 1))::DOUBLE AS reused, coalesce(sum(size * (segments - 1)), 0)::DOUBLE AS saved
        FROM used GROUP BY storage_id ORDER BY bytes DESC, storage_id NULLS LAST`),
    );
    const reuse = await session.rows<ObjectReuse>(
      sql(
        `WITH top AS (SELECT object_id FROM used WHERE used.segments > 1 ORDER BY used.segments DESC, object_id LIMIT ?::BIGINT)
         SELECT object_id AS "objectId", count(*)::DOUBLE AS segments, count(DISTINCT flow_no)::DOUBLE AS flows
         FROM segments JOIN top USING (object_id) WHERE ${text} GROUP BY object_id ORDER BY segments DESC, object_id`,
        [mostReused, ...values],
      ),
    );
    const total = (name: 'objects' | 'segments' | 'reused' | 'saved') =>
      backends.reduce((sum, row) => sum + row[name], 0);
    return {
      backends: backends.map(({ storage_id, objects, bytes, unknown }) => ({
        storageId: storage_id,
        objects,
        bytes,
        unknownSizes: unknown,
      })),
      objects: total('objects'),
      segments: total('segments'),
      reusedObjects: total('reused'),
      savedBytes: total('saved'),
      mostReused: reuse,
    };
  }, signal);
}

interface BackendRow {
  readonly storage_id: string | null;
  readonly objects: number;
  readonly bytes: number;
  readonly unknown: number;
  readonly segments: number;
  readonly reused: number;
  readonly saved: number;
}
