const HEADER_BYTES = 4;
const CLIENT_COMPRESS = 0x20;
const CLIENT_SSL = 0x800;
const COM_QUERY = 0x03;
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;

/** Finds the queries in what a MySQL client sends. Blind once the client has asked for TLS or compression. */
export class QueryScanner {
  private rest: Buffer = Buffer.alloc(0);
  private greeted = false;
  private blind = false;

  /** The SQL of the packets that this chunk completes; `(execute)` for a prepared statement. */
  push(chunk: Buffer): string[] {
    if (this.blind) {
      return [];
    }
    this.rest = Buffer.concat([this.rest, chunk]);
    const found: string[] = [];
    while (!this.blind && this.rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.rest.readUIntLE(0, 3);
      if (this.rest.length < end) {
        break;
      }
      const sql = this.read(this.rest.readUInt8(3), this.rest.subarray(HEADER_BYTES, end));
      this.rest = this.rest.subarray(end);
      if (sql !== undefined) {
        found.push(sql);
      }
    }
    return found;
  }

  private read(sequence: number, payload: Buffer): string | undefined {
    if (!this.greeted) {
      this.greeted = true;
      this.blind = (payload.readUInt32LE(0) & (CLIENT_SSL | CLIENT_COMPRESS)) !== 0;
      return undefined;
    }
    if (sequence !== 0) {
      return undefined;
    }
    const command = payload[0];
    if (command === COM_STMT_EXECUTE) {
      return "(execute)";
    }
    if (command === COM_STMT_PREPARE) {
      return payload.toString("utf8", 1);
    }
    // MySQL 8 sends the number of query attributes first: none, in one set.
    const start = payload[1] === 0 && payload[2] === 1 ? 3 : 1;
    return command === COM_QUERY ? payload.toString("utf8", start) : undefined;
  }
}
