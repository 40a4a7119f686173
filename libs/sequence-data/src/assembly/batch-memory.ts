/**
 * Memory of a batch's arrays, used again for the next batch: new arrays of megabytes for each would keep the collector
 * of garbage busy. There is one batch in it at a time.
 */
export class BatchMemory {
  readonly #arrays: Float32Array[] = [];

  /** @param place of the array in its batch @returns so many values, left from whatever was there before */
  take(place: number, length: number): Float32Array {
    const kept = this.#arrays[place];
    if (kept !== undefined && kept.length >= length)
      return kept.length === length ? kept : kept.subarray(0, length);
    return (this.#arrays[place] = new Float32Array(length));
  }
}
