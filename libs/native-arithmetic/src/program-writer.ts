import type { Vector, VectorOperation } from "@lockstep/numerics";
import type { VectorProgram } from "./addon.js";

/** The addon's bound for stretches. */
const mostElements = 2 ** 30;

const noStrings: readonly string[] = [];

/** Writes operations as the addon reads them. */
export class ProgramWriter {
  readonly #codes: ReadonlyMap<string, number>;

  /** @param names of the addon's operations, by code */
  constructor(names: readonly string[]) {
    this.#codes = new Map(names.map((name, code) => [name, code]));
  }

  /** Whether the addon has such an operation, and for so many elements. */
  has({ name, end }: VectorOperation): boolean {
    return this.#codes.has(name) && end <= mostElements;
  }

  /** @param operations that the addon has */
  write(operations: readonly VectorOperation[]): VectorProgram {
    const words = [operations.length];
    const numbers: number[] = [];
    const places = new Map<Vector, number>();
    for (const { name, begin, end, vectors, numbers: own } of operations) {
      words.push(this.#codes.get(name) ?? -1, begin, end);
      for (const vector of vectors) words.push(placeOf(vector, places));
      for (const number of own) numbers.push(number);
    }
    return {
      words: Int32Array.from(words),
      numbers: Float64Array.from(numbers),
      strings: noStrings,
      vectors: [...places.keys()],
    };
  }
}

/** The vector's place among those that occur. */
function placeOf(vector: Vector, places: Map<Vector, number>): number {
  const known = places.get(vector);
  if (known !== undefined) return known;
  places.set(vector, places.size);
  return places.size - 1;
}
