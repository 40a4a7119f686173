import { DataError } from "../data-error.js";
import { maxValues } from "../max-values.js";

/** A vector of float32 that grows. */
export class GrowingValues {
  private values = new Float32Array(1 << 10);
  private used = 0;

  /** @param place how errors speak of what is read */
  constructor(private readonly place: string) {}

  get length(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.values.length) this.grow(this.used + 1);
    this.values[this.used++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    const needed = this.used + values.length;
    if (needed > this.values.length) this.grow(needed);
    this.values.set(values, this.used);
    this.used = needed;
  }

  /** What was pushed, in a buffer of its own. */
  finish(): Float32Array {
    return this.values.slice(0, this.used);
  }

  private grow(needed: number): void {
    if (needed > maxValues) {
      throw new DataError("DATA_INVALID", `${this.place}: expected at most ${maxValues} values, got more`);
    }
    const larger = new Float32Array(Math.min(maxValues, Math.max(needed, this.values.length * 2)));
    larger.set(this.values.subarray(0, this.used));
    this.values = larger;
  }
}
