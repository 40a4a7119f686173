import type { Standardisation } from "../preprocessing/standardisation.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { FileDataset } from "./file-dataset.js";
import type { FileDescription } from "./file-dataset.js";
import { MemoryDataset } from "./memory-dataset.js";
import type { MemoryDescription } from "./memory-dataset.js";
import { SliceDataset } from "./slice-dataset.js";
import { StandardisedDataset } from "./standardised-dataset.js";
import { TruncatedDataset } from "./truncated-dataset.js";
import type { Truncating } from "./truncated-dataset.js";
import { WeightedDataset } from "./weighted-dataset.js";
import type { ClassWeights } from "./weighted-dataset.js";
import { WindowDataset } from "./window-dataset.js";
import type { WindowDescription } from "./window-dataset.js";

/** A data set as plain data that structured cloning can copy, so that it can go to another thread. */
export type DatasetDescription =
  | MemoryDescription
  | FileDescription
  | WindowDescription
  | { readonly kind: "slice"; readonly of: DatasetDescription; readonly begin: number; readonly end: number }
  | {
      readonly kind: "truncated";
      readonly of: DatasetDescription;
      readonly maxLength: number;
      readonly truncating: Truncating;
    }
  | {
      readonly kind: "standardised";
      readonly of: DatasetDescription;
      readonly standardisation: Standardisation;
    }
  | { readonly kind: "weighted"; readonly of: DatasetDescription; readonly weights: ClassWeights };

/** @throws TypeError for a data set that is none of this package's */
export function describeDataset(dataset: SequenceDataset): DatasetDescription {
  if (dataset instanceof MemoryDataset) return dataset.description;
  if (dataset instanceof FileDataset) return dataset.description;
  if (dataset instanceof WindowDataset) return dataset.description;
  if (dataset instanceof SliceDataset) {
    return { kind: "slice", of: describeDataset(dataset.of), begin: dataset.begin, end: dataset.end };
  }
  if (dataset instanceof TruncatedDataset) {
    const { maxLength, truncating } = dataset;
    return { kind: "truncated", of: describeDataset(dataset.of), maxLength, truncating };
  }
  if (dataset instanceof StandardisedDataset) {
    const { standardisation } = dataset;
    return { kind: "standardised", of: describeDataset(dataset.of), standardisation };
  }
  if (dataset instanceof WeightedDataset) {
    return { kind: "weighted", of: describeDataset(dataset.of), weights: dataset.weights };
  }
  throw new TypeError("describeDataset: expected a data set of this package");
}

/** The data set of a description; of a file nothing is read before a row is asked for. */
export function datasetOf(description: DatasetDescription): SequenceDataset {
  switch (description.kind) {
    case "memory":
      return new MemoryDataset(description);
    case "file":
      return new FileDataset(description);
    case "windows":
      return new WindowDataset(description);
    case "slice":
      return new SliceDataset(datasetOf(description.of), description.begin, description.end);
    case "truncated":
      return new TruncatedDataset(datasetOf(description.of), description.maxLength, description.truncating);
    case "standardised":
      return new StandardisedDataset(datasetOf(description.of), description.standardisation);
    case "weighted":
      return new WeightedDataset(datasetOf(description.of), description.weights);
  }
}

/**
 * The buffers that descriptions hold, each once, for `postMessage`: what is in the list is handed over, not copied, and
 * the data sets here are unusable from then on. Data sets that share memory belong into one message.
 */
export function transferablesOf(...descriptions: readonly DatasetDescription[]): ArrayBuffer[] {
  return [
    ...new Set(descriptions.flatMap((description) => arraysIn(description).map(({ buffer }) => buffer))),
  ].filter((buffer) => buffer instanceof ArrayBuffer);
}

function arraysIn(description: DatasetDescription): (Float32Array | Uint32Array)[] {
  switch (description.kind) {
    case "memory":
      return [description.lengths, description.values];
    case "file":
      return [];
    case "windows":
      return [description.inputs, ...(description.target ? [description.target.values] : [])];
    case "slice":
    case "truncated":
    case "standardised":
    case "weighted":
      return arraysIn(description.of);
  }
}
