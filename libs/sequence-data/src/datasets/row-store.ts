import { invalidData } from "../data-error.js";
import type { RowLayout } from "../row-layout.js";
import { GrowingValues } from "./growing-values.js";
import { MemoryDataset } from "./memory-dataset.js";
import { arrayPlaces } from "./row-index.js";

/** Puts sequences read one by one together to a data set in memory. */
export class RowStore {
  private readonly values: GrowingValues;
  private readonly lengths: number[] = [];
  private longest = 0;

  /** @param place how errors speak of what is read */
  constructor(private readonly place: string) {
    this.values = new GrowingValues(place);
  }

  /** Number of sequences so far. */
  get sequences(): number {
    return this.lengths.length;
  }

  /** @param arrays values of the inputs, of the target and of the weight, as far as they are there */
  add(length: number, ...arrays: readonly ArrayLike<number>[]): void {
    for (const array of arrays) this.values.pushAll(array);
    this.lengths.push(length);
    if (length > this.longest) this.longest = length;
  }

  /**
   * @param layoutOf the layout for a longest length
   * @throws DataError where there are no sequences, or none has a time step
   */
  finish(layoutOf: (timeSteps: number) => RowLayout): MemoryDataset {
    if (this.lengths.length === 0) throw invalidData(this.place, "expected at least one sequence, got none");
    if (this.longest === 0) throw invalidData(this.place, "expected at least one time step, got none");
    return new MemoryDataset({
      kind: "memory",
      layout: layoutOf(this.longest),
      lengths: Uint32Array.from(this.lengths),
      values: this.values.finish(),
    });
  }
}

/**
 * Changes an array's whole numbers to others, in place: before anybody else has the data set.
 * @param array place in the layout's order
 * @param numbers the new number of each old one
 */
export function renumber(dataset: MemoryDataset, array: number, numbers: ArrayLike<number>): void {
  for (let index = 0; index < dataset.sequences; index++) {
    const place = arrayPlaces(dataset.layout, dataset.lengthOf(index))[array];
    const values = dataset.row(index).subarray(place?.begin, place?.end);
    values.forEach((value, at) => {
      values[at] = numbers[value] as number;
    });
  }
}
