import { copying } from "./vectors/elementwise.js";
import type { ArithmeticEngine, VectorOperation } from "./vectors/vector-operation.js";

/**
 * A computation that stops every so often, so that whoever draws it on may let others have the thread. Where it stops at
 * a promise it goes on elsewhere: it may be drawn on once that has resolved.
 */
export type Sliced<T> = Generator<Promise<void> | undefined, T, undefined>;

/** Elements between two stops: a fraction of a millisecond of any arithmetic on float32. */
export const sliceLength = 65_536;

/**
 * When long arithmetic stops: after every so many elements, whichever loops they belong to. Where it stops changes no
 * number, as every loop goes on where it was.
 */
export class Pace {
  #since = 0;

  /**
   * @param limit elements between two stops; Infinity: it never stops
   * @param engine does operations where it takes them; absent: all are done in TypeScript
   */
  constructor(
    private readonly limit: number = sliceLength,
    private readonly engine?: ArithmeticEngine,
  ) {
    if (!(limit >= 1)) throw new RangeError(`limit: expected at least 1 element, got ${limit}`);
  }

  /** Others have just had the thread. */
  restart(): void {
    this.#since = 0;
  }

  /** Does operations one after the other. */
  *run(operations: readonly VectorOperation[]): Sliced<void> {
    if (this.#since >= this.limit) {
      this.#since = 0;
      yield;
    }
    const taken = this.engine?.take(operations) ?? false;
    if (taken === true) this.#since += elementsOf(operations);
    else if (taken !== false) {
      yield taken;
      this.#since = 0;
    } else if (this.#since + elementsOf(operations) <= this.limit) this.#doAtOnce(operations);
    else
      for (const operation of operations)
        yield* this.over(operation.begin, operation.end, (begin, end) => operation.over(begin, end));
  }

  #doAtOnce(operations: readonly VectorOperation[]): void {
    for (const operation of operations) operation.over(operation.begin, operation.end);
    this.#since += elementsOf(operations);
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

function elementsOf(operations: readonly VectorOperation[]): number {
  let elements = 0;
  for (const { begin, end } of operations) elements += end - begin;
  return elements;
}

/**
 * Draws a computation to its end, without letting anybody else have the thread.
 * @throws Error where it goes on elsewhere: who does not wait takes a pace without an engine
 */
export function wholly<T>(sliced: Sliced<T>): T {
  let next = sliced.next();
  for (; next.done !== true; next = sliced.next())
    if (next.value) throw new Error("arithmetic goes on elsewhere, and nobody waits for it");
  return next.value;
}

/** A copy, which nothing shares. */
export function* copyInSlices(values: Float32Array, pace: Pace): Sliced<Float32Array<ArrayBuffer>> {
  const copy = new Float32Array(values.length);
  yield* pace.run([copying(copy, values)]);
  return copy;
}
