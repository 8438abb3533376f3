import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';

const MAGIC = Buffer.from('TAMSOBJ1');
const TAIL_BYTES = 4 + MAGIC.length;
/** An id of 1,024 bytes and a type of 255, both escaped at worst to double, and the rest, fit in it. */
const MAX_RECORD_BYTES = 4096;

const Facts = z.object({ id: z.string(), contentType: z.string(), etag: z.string() });

/** What is known of stored bytes beside the bytes. */
export type RecordFacts = z.infer<typeof Facts>;

/**
 * The record that follows the bytes in an object's file: JSON, its length (4 bytes, big-endian), a magic word.
 * It stands behind them because the entity tag is known last, and in the same file so that one rename publishes
 * bytes and facts together. The id is in it so that a folder can be read without the database.
 */
export function encodeRecord(facts: RecordFacts): Buffer {
  const json = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, length, MAGIC]);
}

/**
 * Facts of a stored object, and how many bytes stand before its record.
 * @throws Error if the file does not end in a record: it was damaged, or is not ours.
 */
export async function readRecord(
  handle: FileHandle,
): Promise<RecordFacts & { size: number; modified: Date }> {
  const { size: fileSize, mtime } = await handle.stat();
  const tail = Buffer.alloc(Math.min(fileSize, MAX_RECORD_BYTES + TAIL_BYTES));
  const { bytesRead } = await handle.read(tail, 0, tail.length, fileSize - tail.length);
  const json = jsonOf(tail.subarray(0, bytesRead));
  const facts = Facts.parse(JSON.parse(json.toString()));
  return { ...facts, size: fileSize - TAIL_BYTES - json.length, modified: mtime };
}

function jsonOf(tail: Buffer): Buffer {
  const end = tail.length - TAIL_BYTES;
  if (end < 0 || !tail.subarray(-MAGIC.length).equals(MAGIC)) throw damaged();
  const start = end - tail.readUInt32BE(end);
  if (start < 0) throw damaged();
  return tail.subarray(start, end);
}

function damaged(): Error {
  return new Error('A stored media object is damaged: its file does not end in a record.');
}
