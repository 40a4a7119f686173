import type { FeatureScale, Standardisation } from "../preprocessing/standardisation.js";
import { arraysOf } from "../row-layout.js";
import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { arrayPlaces } from "./row-index.js";
import { targetOf } from "./target-of.js";

/** Rows with (value - mean) / std in place of the value, for the arrays that were fitted. */
export class StandardisedDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;
  /** In the order of {@link arraysOf}; undefined: the array stays as it is. */
  private readonly scales: readonly (FeatureScale | undefined)[];

  constructor(
    readonly of: SequenceDataset,
    readonly standardisation: Standardisation,
  ) {
    this.sequences = of.sequences;
    this.layout = of.layout;
    this.scales = arraysOf(of.layout).map(({ name }) => standardisation.find(({ array }) => array === name));
  }

  lengthOf(index: number): number {
    return this.of.lengthOf(index);
  }

  row(index: number): Float32Array {
    const row = this.of.row(index).slice();
    arrayPlaces(this.layout, this.lengthOf(index)).forEach(({ begin, end }, array) => {
      const scale = this.scales[array];
      if (scale) standardiseValues(row.subarray(begin, end), scale);
    });
    return row;
  }

  target(index: number): Float32Array {
    const target = targetOf(this.of, index);
    const scale = this.layout.target && this.scales[this.layout.inputs.length];
    if (!scale) return target;
    return standardiseValues(target.slice(), scale);
  }
}

/** In place; the features are the last axis. Computed in float64. */
function standardiseValues(values: Float32Array, { mean, std }: FeatureScale): Float32Array {
  const features = mean.length;
  for (let index = 0; index < values.length; index++) {
    const feature = index % features;
    values[index] = ((values[index] as number) - (mean[feature] as number)) / (std[feature] as number);
  }
  return values;
}
