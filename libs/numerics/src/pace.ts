/** A computation that stops every so often, so that whoever draws it on may let others have the thread. */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** Elements between two stops: a fraction of a millisecond of any arithmetic on float32. */
export const sliceLength = 65_536;

/**
 * When long arithmetic stops: after every so many elements, whichever loops they belong to. Where it stops changes no
 * number, as every loop goes on where it was.
 */
export class Pace {
  #since = 0;

  /** @param limit elements between two stops; Infinity: it never stops */
  constructor(private readonly limit: number = sliceLength) {
    if (!(limit >= 1)) throw new RangeError(`limit: expected at least 1 element, got ${limit}`);
  }

  /** Others have just had the thread. */
  restart(): void {
    this.#since = 0;
  }

  /** Has [begin, end) worked on from front to back, in as few pieces as the stops leave. */
  *over(begin: number, end: number, work: (begin: number, end: number) => void): Sliced<void> {
    for (let at = begin; at < end;) {
      if (this.#since >= this.limit) {
        this.#since = 0;
        yield;
      }
      const until = Math.min(end, at + Math.ceil(this.limit - this.#since));
      work(at, until);
      this.#since += until - at;
      at = until;
    }
  }
}

/** Draws a computation to its end, without letting anybody else have the thread. */
export function wholly<T>(sliced: Sliced<T>): T {
  let next = sliced.next();
  while (next.done !== true) next = sliced.next();
  return next.value;
}

/** A copy, which nothing shares. */
export function* copyInSlices(values: Float32Array, pace: Pace): Sliced<Float32Array<ArrayBuffer>> {
  const copy = new Float32Array(values.length);
  yield* pace.over(0, values.length, (begin, end) => copy.set(values.subarray(begin, end), begin));
  return copy;
}
