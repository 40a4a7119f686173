import { DataError } from "../data-error.js";

/** Takes exact numbers of bytes from a stream of chunks. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array, unknown>;
  private current: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, in a buffer of their own. @throws DataError where the stream ends before */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (this.current.length === 0 && !(await this.advance())) {
        throw new DataError("DATA_INVALID", `truncated: expected ${count} more bytes, got ${filled}`);
      }
      const part = this.current.subarray(0, count - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.current = this.current.subarray(part.length);
    }
    return bytes;
  }

  /** Reads to the end of the stream. @throws DataError where there are bytes left */
  async end(): Promise<void> {
    do {
      if (this.current.length > 0)
        throw new DataError("DATA_INVALID", "expected the end of the array, got more bytes");
    } while (await this.advance());
  }

  private async advance(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done === true) return false;
    this.current = next.value;
    return true;
  }
}
