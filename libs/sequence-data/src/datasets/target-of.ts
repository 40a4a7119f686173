import type { SequenceDataset } from "../sequence-dataset.js";
import { targetPlace } from "./row-index.js";

/** A data set that can give a row's target without reading the row. */
interface TargetReading extends SequenceDataset {
  target(index: number): Float32Array;
}

/** A row's target, of finite values; empty where there are none. Of a file only what is needed is read. */
export function targetOf(dataset: SequenceDataset, index: number): Float32Array {
  if (hasTarget(dataset)) return dataset.target(index);
  const { begin, end } = targetPlace(dataset.layout, dataset.lengthOf(index));
  return dataset.row(index).subarray(begin, end);
}

function hasTarget(dataset: SequenceDataset): dataset is TargetReading {
  return "target" in dataset;
}
