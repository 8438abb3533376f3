/** Opcodes of frames (RFC 6455, 5.2). */
export const OPCODES = { text: 0x1, binary: 0x2, ping: 0x9, pong: 0xa } as const;

/** A whole message of a client in one frame (RFC 6455, 5.2), for connections that are driven by hand. The mask is all zeros. */
export function frame(opcode: number, payload: Buffer): Buffer {
  const masked = 0x80;
  const length =
    payload.length < 126
      ? Buffer.from([masked | payload.length])
      : payload.length < 2 ** 16
        ? Buffer.from([masked | 126, payload.length >> 8, payload.length & 0xff])
        : Buffer.concat([Buffer.from([masked | 127, 0, 0, 0, 0]), uint32(payload.length)]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), payload]);
}

export const textFrame = (message: unknown): Buffer =>
  frame(OPCODES.text, Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)));

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
