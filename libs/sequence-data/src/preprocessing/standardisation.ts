import { DataError } from "../data-error.js";
import { arrayPlaces } from "../datasets/row-index.js";
import { StandardisedDataset } from "../datasets/standardised-dataset.js";
import { arraysOf } from "../row-layout.js";
import type { ArrayLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/** Mean and standard deviation of each feature of an array. */
export interface FeatureScale {
  /** Name of the array in the layout. */
  readonly array: string;
  readonly mean: readonly number[];
  /** Of the population; 1 for a feature that never changes. */
  readonly std: readonly number[];
}

/** What was fitted, array by array. */
export type Standardisation = readonly FeatureScale[];

/** Which arrays are standardised. */
export interface StandardisationChoice {
  /** Names of inputs that stay as they are, such as token ids. Default: none. */
  readonly except?: readonly string[];
  /** Also the targets: of a forecast, say. Default: false. */
  readonly targets?: boolean;
}

/**
 * Mean and standard deviation of each feature over all sequences and time steps, in float64 in the order of the rows, so
 * that the same data always give the same bits. The features are an array's last axis; padding does not count.
 * @param dataset the training part alone
 */
export function fitStandardisation(
  dataset: SequenceDataset,
  { except = [], targets = false }: StandardisationChoice = {},
): Standardisation {
  const { layout } = dataset;
  const chosen = arraysOf(layout).map((array) =>
    array === layout.target ? targets : array !== layout.weight && !except.includes(array.name),
  );
  const sums = arraysOf(layout).map((array) => new FeatureSums(array));
  // Two passes: the squares of what is left beside the mean lose no digits.
  for (const pass of ["mean", "variance"] as const) {
    for (let index = 0; index < dataset.sequences; index++) {
      const row = dataset.row(index);
      arrayPlaces(layout, dataset.lengthOf(index)).forEach(({ begin, end }, array) => {
        if (chosen[array]) sums[array]?.add(pass, row.subarray(begin, end));
      });
    }
  }
  return sums.filter((_, array) => chosen[array]).map((array) => array.scale());
}

/** @throws DataError where the data have other arrays or features than those that were fitted */
export function standardise(dataset: SequenceDataset, standardisation: Standardisation): SequenceDataset {
  const arrays = arraysOf(dataset.layout);
  for (const { array: name, mean } of standardisation) {
    const array = arrays.find((one) => one.name === name);
    // What is to be predicted has no targets.
    if (array === undefined && name === targetName) continue;
    const features = array === undefined ? "no such array" : `${featuresOf(array)}`;
    if (features === `${mean.length}`) continue;
    throw new DataError(
      "DATA_INVALID",
      `array ${name}: expected ${mean.length} features as the model was fitted to, got ${features}`,
    );
  }
  return new StandardisedDataset(dataset, standardisation);
}

/** Name of the targets in every layout. */
const targetName = "y";

/**
 * Predictions in the units of the data, where the targets were standardised; otherwise as they are.
 * @param predictions (N, ...) with the target's features as last axis
 */
export function restoreTargets(predictions: Float32Array, standardisation: Standardisation): Float32Array {
  const scale = standardisation.find(({ array }) => array === targetName);
  if (!scale) return predictions;
  const { mean, std } = scale;
  return predictions.map((value, index) => {
    const feature = index % mean.length;
    return value * (std[feature] as number) + (mean[feature] as number);
  });
}

function featuresOf({ shape, timed }: ArrayLayout): number {
  return shape.length === 0 || (timed && shape.length === 1) ? 1 : (shape.at(-1) as number);
}

class FeatureSums {
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;
  private count = 0;

  constructor(private readonly array: ArrayLayout) {
    this.sum = new Float64Array(featuresOf(array));
    this.squares = new Float64Array(this.sum.length);
  }

  add(pass: "mean" | "variance", values: Float32Array): void {
    if (pass === "mean") this.addValues(values);
    else this.addSquares(values);
  }

  scale(): FeatureScale {
    const std = Array.from(this.squares, (square) => Math.sqrt(square / this.count));
    return {
      array: this.array.name,
      mean: Array.from(this.sum, (sum) => sum / this.count),
      std: std.map((value) => (value > 0 ? value : 1)),
    };
  }

  private addValues(values: Float32Array): void {
    const { sum } = this;
    for (let index = 0; index < values.length; index++) {
      const feature = index % sum.length;
      sum[feature] = (sum[feature] as number) + (values[index] as number);
    }
    this.count += values.length / sum.length;
  }

  private addSquares(values: Float32Array): void {
    const { sum, squares, count } = this;
    for (let index = 0; index < values.length; index++) {
      const feature = index % sum.length;
      const beside = (values[index] as number) - (sum[feature] as number) / count;
      squares[feature] = (squares[feature] as number) + beside * beside;
    }
  }
}
