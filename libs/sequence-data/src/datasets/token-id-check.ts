import { invalidData } from "../data-error.js";
import { arraySize } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/**
 * Looks at every token id of an input before training.
 * @param input which of the layout's inputs, one id a time step
 * @param tokens number of ids that the model knows
 * @throws DataError that names the first sequence and time step whose value is no id below it
 */
export function checkTokenIds(dataset: SequenceDataset, input: number, tokens: number): void {
  const { inputs } = dataset.layout;
  const name = inputs[input]?.name ?? "x";
  const isToken = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < tokens;
  for (let index = 0; index < dataset.sequences; index++) {
    const length = dataset.lengthOf(index);
    const sizes = inputs.map((array) => arraySize(array, length));
    const begin = sizes.slice(0, input).reduce((sum, size) => sum + size, 0);
    const ids = dataset.row(index).subarray(begin, begin + (sizes[input] ?? 0));
    const bad = ids.findIndex((value) => !isToken(value));
    if (bad === -1) continue;
    throw invalidData(
      `${name}: sequence ${index}, time step ${bad}`,
      `expected a token id from 0 to ${tokens - 1}, got ${ids[bad]}`,
    );
  }
}
