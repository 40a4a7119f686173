/** Bytes that are copied and hashed in one go: a fraction of a millisecond. */
export const turnBytes = 262_144;

/** Lets the event loop go on after every so many bytes of work; short work is done at once. */
export class ByteTurns {
  #since = 0;

  constructor(private readonly limit: number = turnBytes) {}

  /** Has [0, byteLength) worked on from front to back, piece by piece. */
  async over(byteLength: number, work: (begin: number, end: number) => void): Promise<void> {
    for (let at = 0; at < byteLength;) {
      if (this.#since >= this.limit) {
        await new Promise((resolve) => setImmediate(resolve));
        this.#since = 0;
      }
      // Pieces end between float32 values.
      const end = Math.min(byteLength, at + Math.max(4, (this.limit - this.#since) & ~3));
      work(at, end);
      this.#since += end - at;
      at = end;
    }
  }
}
