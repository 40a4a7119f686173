import type { RandomSource } from "@lockstep/job";
import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { DataError } from "../data-error.js";
import { maxValues } from "../max-values.js";
import type { SequenceDataset } from "../sequence-dataset.js";

export interface RandomDatasetOptions {
  readonly seed: number;
  /** Number of the data set in the job, so that training and test data differ. */
  readonly part: number;
  /** False: y is left empty; x is the same. */
  readonly withTargets: boolean;
}

/**
 * Random sequences: x uniform in [0, 1), (N, T, F); y 0 or 1, (N, 1). x and y have streams of their own.
 * @throws DataError where the data set would be too large
 */
export function randomDataset(
  { random: options }: RandomSource,
  { seed, part, withTargets }: RandomDatasetOptions,
): SequenceDataset {
  const { sequences, timeSteps, features } = options;
  const size = sequences * timeSteps * features;
  if (size > maxValues) {
    const shape = `(${sequences}, ${timeSteps}, ${features})`;
    throw new DataError(
      "DATA_INVALID",
      `random data: expected at most ${maxValues} values, got ${size} in ${shape}`,
    );
  }
  const stream = (array: number) =>
    new RandomStream({ seed, purpose: randomPurpose.data, counters: [part, array] });
  const [inputs, labels] = [stream(0), stream(1)];
  return {
    sequences,
    sequenceShape: [timeSteps, features],
    targetShape: withTargets ? [1] : [],
    x: Float32Array.from({ length: size }, () => inputs.uniform24()),
    y: Float32Array.from({ length: withTargets ? sequences : 0 }, () => labels.below(2)),
  };
}
