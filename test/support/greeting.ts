const HEADER_BYTES = 4;
const PROTOCOL = 10;
/** Connection id, the first half of the scramble, a filler. */
const AFTER_VERSION = 4 + 8 + 1;
const CLIENT_SSL_HIGH_BYTE = 0x08;

/** The greeting of a server, as if it had no TLS: clients then talk in the clear, and a proxy can listen. */
export function withoutTls(chunk: Buffer): Buffer {
  if (chunk[HEADER_BYTES] !== PROTOCOL) return chunk;
  const capabilities = chunk.indexOf(0, HEADER_BYTES + 1) + 1 + AFTER_VERSION;
  const greeting = Buffer.from(chunk);
  greeting.writeUInt8(greeting.readUInt8(capabilities + 1) & ~CLIENT_SSL_HIGH_BYTE, capabilities + 1);
  return greeting;
}
