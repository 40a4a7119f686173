import type { GoldenCase } from "@lockstep/golden-cases";
import {
  applyClassWeights,
  memoryDataset,
  sliceDataset,
  splitValidation,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import { rowSize, type RowLayout } from "@lockstep/sequence-data/assembly";
import type { Job } from "@lockstep/job";
import type { DataPart } from "@lockstep/training-run";

/** The parts of a fit case's data; `test` is what `evaluate` and `predict` were given. */
export type GoldenParts = Readonly<Partial<Record<DataPart, SequenceDataset>>>;

/** Data of a fit case, split and weighted as `model.fit` does. Token ids are one feature per time step. */
export function goldenParts(golden: GoldenCase, { fit }: Job): GoldenParts {
  const all = datasetOf(golden, "");
  const { training, validation } = splitValidation(all.sequences, fit.validationSplit);
  const train = sliceDataset(all, training.begin, training.end);
  const weights = Object.entries(fit.classWeight ?? {}).map(([key, value]) => [Number(key), value] as const);
  return {
    train: fit.classWeight ? applyClassWeights(train, weights) : train,
    ...(validation ? { validation: sliceDataset(all, validation.begin, validation.end) } : {}),
    ...(golden.tensors.has("xValidation") ? { validation: datasetOf(golden, "Validation") } : {}),
    // Class weights are for training alone; sample weights were given to evaluate too.
    test: all,
  };
}

/** @param suffix of the tensors' names */
function datasetOf(golden: GoldenCase, suffix: string): SequenceDataset {
  const weight = `sampleWeight${suffix}`;
  const weighted = golden.tensors.has(weight);
  const names = [`x${suffix}`, `y${suffix}`, ...(weighted ? [weight] : [])];
  const layout = layoutOf(golden, names);
  const arrays = names.map((name) => golden.float32(name));
  const [sequences = 0] = golden.shape(`x${suffix}`);
  const rows = Array.from({ length: sequences }, (_, index) => {
    const values = new Float32Array(rowSize(layout, layout.timeSteps));
    let at = 0;
    for (const array of arrays) {
      const size = array.length / sequences;
      values.set(array.subarray(index * size, (index + 1) * size), at);
      at += size;
    }
    return { length: layout.timeSteps, values };
  });
  return memoryDataset(layout, rows);
}

function layoutOf(golden: GoldenCase, [x = "", y = "", weight]: readonly string[]): RowLayout {
  const [, timeSteps = 0, ...features] = golden.shape(x);
  const target = golden.shape(y).slice(1);
  const shape = [timeSteps, ...(features.length > 0 ? features : [1])];
  const weightShape = weight === undefined ? undefined : golden.shape(weight).slice(1);
  return {
    inputs: [{ name: "input", shape, timed: true }],
    target: { name: "y", shape: target, timed: target.length > 1 },
    ...(weightShape
      ? { weight: { name: "sampleWeight", shape: weightShape, timed: weightShape.length > 0 } }
      : {}),
    timeSteps,
    padding: { side: "post", value: 0 },
  };
}
