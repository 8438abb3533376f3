/** One block of a stream, as it came: what a browser would make of it is not decided here. */
export interface Block {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  readonly retry?: string;
}

const FIELD = /^(id|event|data|retry): (.+)$/;

/**
 * Reads Server-Sent Events, and takes only what this server says it writes: UTF-8, line feeds, each field once with one space
 * behind its colon, no comments.
 */
export class SseParser {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private rest = '';

  /** The blocks that are complete with these bytes. @throws Error for anything that is no such stream */
  push(bytes: Uint8Array): Block[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop()!;
    return blocks.map(blockOf);
  }

  /** What has come of a block that is not complete. */
  get incomplete(): string {
    return this.rest;
  }
}

function blockOf(text: string): Block {
  const block: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || name in block) throw new Error(`no line of a stream: ${line.slice(0, 200)}`);
    block[name] = value!;
  }
  return block;
}
