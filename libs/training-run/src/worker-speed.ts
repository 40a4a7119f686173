/** Share of the past in an estimate at each answer. */
const memory = 0.75;

/**
 * How fast a worker is, by its answers: the exponential mean of its work over the exponential mean of the time it took.
 * Work is in sequences x time steps, time in milliseconds.
 */
export class WorkerSpeed {
  #work = 0;
  #ms = 0;
  /** Of answers that came in no time that the clock shows; it is part of the next one's. */
  #unmeasured = 0;

  /** Work a millisecond; undefined before the first measured answer. */
  get value(): number | undefined {
    return this.#ms > 0 ? this.#work / this.#ms : undefined;
  }

  /** So much work was answered in so many milliseconds. */
  answered(work: number, ms: number): void {
    if (ms <= 0) {
      this.#unmeasured += work;
      return;
    }
    this.#work = memory * this.#work + work + this.#unmeasured;
    this.#ms = memory * this.#ms + ms;
    this.#unmeasured = 0;
  }

  /** So much work was not answered in so many milliseconds: it is at least as slow as that. */
  missed(work: number, ms: number): void {
    if (ms <= 0) return;
    const known = this.value !== undefined;
    this.#work = known ? memory * this.#work : work;
    this.#ms = known ? memory * this.#ms + ms : ms;
  }
}

/** The middle one of some numbers, which are not empty. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] as number;
}
