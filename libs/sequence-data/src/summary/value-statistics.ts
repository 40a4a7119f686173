import type { ArrayLayout } from "../row-layout.js";

/** One feature over all sequences and time steps. */
export interface FeatureStatistics {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Statistics of an array's features: its last axis. */
export class ValueStatistics {
  private readonly min: Float64Array;
  private readonly max: Float64Array;
  private readonly sum: Float64Array;
  private count = 0;

  constructor(private readonly array: ArrayLayout) {
    const features = array.shape.length === 0 ? 1 : (array.shape.at(-1) as number);
    this.min = new Float64Array(features).fill(Infinity);
    this.max = new Float64Array(features).fill(-Infinity);
    this.sum = new Float64Array(features);
  }

  add(values: Float32Array): void {
    const { min, max, sum } = this;
    values.forEach((value, index) => {
      const feature = index % sum.length;
      min[feature] = Math.min(min[feature] as number, value);
      max[feature] = Math.max(max[feature] as number, value);
      sum[feature] = (sum[feature] as number) + value;
    });
    this.count += values.length / sum.length;
  }

  finish(): { readonly name: string; readonly features: readonly FeatureStatistics[] } {
    const features = Array.from(this.sum, (sum, feature) => ({
      min: this.min[feature] as number,
      mean: sum / this.count,
      max: this.max[feature] as number,
    }));
    return { name: this.array.name, features };
  }
}
