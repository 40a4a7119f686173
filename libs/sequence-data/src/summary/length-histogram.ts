import type { SequenceDataset } from "../sequence-dataset.js";

/** Sequences with `from` to `to` time steps, both included. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Most bins of a histogram. */
const maxBins = 12;

/** How long the sequences are, in bins of equal width. */
export function lengthHistogram(dataset: SequenceDataset): {
  shortest: number;
  longest: number;
  mean: number;
  histogram: LengthBin[];
} {
  const { sequences } = dataset;
  let [shortest, longest, sum] = [Infinity, 0, 0];
  for (let index = 0; index < sequences; index++) {
    const length = dataset.lengthOf(index);
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    sum += length;
  }
  const width = Math.ceil((longest - shortest + 1) / maxBins);
  const counts = new Array<number>(Math.ceil((longest - shortest + 1) / width)).fill(0);
  for (let index = 0; index < sequences; index++) {
    const bin = Math.floor((dataset.lengthOf(index) - shortest) / width);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const histogram = counts.map((count, bin) => {
    const from = shortest + bin * width;
    return { from, to: Math.min(longest, from + width - 1), count };
  });
  return { shortest, longest, mean: sum / sequences, histogram };
}
