import { DataError } from "../data-error.js";
import type { ArrayLayout, RowLayout } from "../row-layout.js";
import { arraySize } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { classOf, classTargets } from "./class-targets.js";
import type { ClassTargets } from "./class-targets.js";
import { targetPlace } from "./row-index.js";
import { targetOf } from "./target-of.js";

/** Weight of each class that has one; a class that is missing has weight 1. */
export type ClassWeights = readonly (readonly [classNumber: number, weight: number])[];

/**
 * Weights by class as sample weights, multiplied into those that are there. A target per time step gets a weight per
 * time step.
 * @throws DataError where the targets are no classes
 */
export function applyClassWeights(dataset: SequenceDataset, weights: ClassWeights): SequenceDataset {
  return new WeightedDataset(dataset, weights);
}

export class WeightedDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;
  private readonly classes: ClassTargets;
  private readonly weightOf: ReadonlyMap<number, number>;

  constructor(
    readonly of: SequenceDataset,
    readonly weights: ClassWeights,
  ) {
    const { layout } = of;
    if (layout.target === undefined) {
      throw new DataError("DATA_INVALID", "fit.classWeight: expected data with targets, got none");
    }
    this.classes = classTargets(layout.target);
    this.weightOf = new Map(weights);
    this.sequences = of.sequences;
    this.layout = { ...layout, weight: this.weightLayout(layout.weight) };
  }

  lengthOf(index: number): number {
    return this.of.lengthOf(index);
  }

  row(index: number): Float32Array {
    const length = this.lengthOf(index);
    const row = this.of.row(index);
    const { begin, end } = targetPlace(this.of.layout, length);
    const size = arraySize(this.layout.weight as ArrayLayout, length);
    const weighted = new Float32Array(end + size);
    weighted.set(row.subarray(0, end));
    const given = row.subarray(end);
    const { width } = this.classes;
    for (let at = 0; at < size; at++) {
      const target = row.subarray(begin + at * width, begin + (at + 1) * width);
      const weight = this.weightOf.get(classOf(target, `sequence ${index}: target`)) ?? 1;
      weighted[end + at] = weight * (given.length === 0 ? 1 : (given[given.length === 1 ? 0 : at] as number));
    }
    return weighted;
  }

  target(index: number): Float32Array {
    return targetOf(this.of, index);
  }

  private weightLayout(given: ArrayLayout | undefined): ArrayLayout {
    const { steps, timed } = this.classes;
    if (given && given.shape.length > (steps === undefined ? 0 : 1)) {
      throw new DataError(
        "DATA_INVALID",
        "fit.classWeight: expected one sample weight for a sequence, as it has one target, got one for a time step",
      );
    }
    return { name: "sampleWeight", shape: steps === undefined ? [] : [steps], timed };
  }
}
