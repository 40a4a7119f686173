import { invalidData } from "../data-error.js";
import { FileDataset } from "../datasets/file-dataset.js";
import type { FileArray } from "../datasets/file-dataset.js";
import { MemoryDataset } from "../datasets/memory-dataset.js";
import { sliceDataset } from "../datasets/slice-dataset.js";
import { maxValues } from "../max-values.js";
import type { StoredArray } from "../npy/stored-array.js";
import { arraySize, arraysOf, rowSize } from "../row-layout.js";
import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { furtherInputLayout, inputLayout, targetLayout, weightLayout } from "./array-layout.js";
import type { TargetPer } from "./array-layout.js";
import type { RowsOption, SourceReading } from "./source-reading.js";

/** Arrays of a data set, with their headers read. */
export interface DatasetArrays {
  /** By the input's name, in the order of the layout; at least one. */
  readonly inputs: readonly (readonly [name: string, array: StoredArray])[];
  readonly target?: StoredArray | undefined;
  readonly weight?: StoredArray | undefined;
}

/**
 * A data set of arrays: in memory where they are small or cannot be read row by row, otherwise in the file.
 * @throws DataError where shapes do not go together, values are not finite, or it is too much for memory
 */
export async function arrayDataset(
  arrays: DatasetArrays,
  options: { readonly targetPer: TargetPer; readonly rows?: RowsOption | undefined },
  reading: SourceReading,
): Promise<SequenceDataset> {
  const { layout, sequences } = layoutOf(arrays, options.targetPer, reading);
  const stored = storedArrays(arrays);
  const locations = stored.flatMap(({ location }) => location ?? []);
  const isLarge = sequences * rowSize(layout, layout.timeSteps) * 4 > reading.memoryBytes;
  const dataset =
    isLarge && locations.length === stored.length
      ? fileDataset(layout, sequences, locations)
      : await memoryDataset(layout, sequences, stored);
  return takeRows(dataset, options.rows, stored[0]?.place ?? "data");
}

/** The rows that the source asks for. @throws DataError where there are none */
export function takeRows(
  dataset: SequenceDataset,
  rows: RowsOption | undefined,
  place: string,
): SequenceDataset {
  const { from = 0, to = dataset.sequences } = rows ?? {};
  if (from < to && to <= dataset.sequences) return sliceDataset(dataset, from, to);
  throw invalidData(place, `rows: expected a part of 0 to ${dataset.sequences}, got ${from} to ${to}`);
}

function storedArrays({ inputs, target, weight }: DatasetArrays): StoredArray[] {
  return [...inputs.map(([, array]) => array), ...(target ? [target] : []), ...(weight ? [weight] : [])];
}

function layoutOf(
  { inputs, target, weight }: DatasetArrays,
  targetPer: TargetPer,
  { padding, inputShapes }: Pick<SourceReading, "padding" | "inputShapes">,
): { layout: RowLayout; sequences: number } {
  const [first, ...further] = inputs;
  if (first === undefined) throw new RangeError("arrays: expected at least one input");
  const firstLayout = inputLayout(...first);
  const [timeSteps = 0] = firstLayout.shape;
  const size = { sequences: first[1].header.shape[0] ?? 0, timeSteps };
  const layout = {
    inputs: [
      firstLayout,
      ...further.map(([name, array]) => furtherInputLayout(name, array, size, inputShapes?.get(name))),
    ],
    ...(target && { target: targetLayout(target, size, targetPer) }),
    ...(weight && { weight: weightLayout(weight, size) }),
    timeSteps,
    padding,
  };
  return { layout, sequences: size.sequences };
}

function fileDataset(layout: RowLayout, sequences: number, arrays: readonly FileArray[]): SequenceDataset {
  return new FileDataset({ kind: "file", layout, sequences, arrays });
}

/** Reads array after array, each put where it belongs in the rows. */
async function memoryDataset(
  layout: RowLayout,
  sequences: number,
  stored: readonly StoredArray[],
): Promise<SequenceDataset> {
  const rowValues = rowSize(layout, layout.timeSteps);
  if (sequences * rowValues > maxValues) {
    const got = `${sequences * rowValues}: save the arrays uncompressed (numpy.savez) and in C order, to be read from the file`;
    throw invalidData(
      stored[0]?.place ?? "data",
      `expected at most ${maxValues} values in memory, got ${got}`,
    );
  }
  const values = new Float32Array(sequences * rowValues);
  const sizes = arraysOf(layout).map((array) => arraySize(array, layout.timeSteps));
  let begin = 0;
  for (const [index, array] of stored.entries()) {
    const size = sizes[index] as number;
    const elements = await array.read();
    for (let row = 0; row < sequences; row++) {
      values.set(elements.subarray(row * size, (row + 1) * size), row * rowValues + begin);
    }
    begin += size;
  }
  const lengths = new Uint32Array(sequences).fill(layout.timeSteps);
  return new MemoryDataset({ kind: "memory", layout, lengths, values });
}
