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
  const lengths = Array.from({ length: dataset.sequences }, (_, index) => dataset.lengthOf(index));
  const shortest = lengths.reduce((least, length) => Math.min(least, length), Infinity);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const width = Math.ceil((longest - shortest + 1) / maxBins);
  const counts = new Array<number>(Math.ceil((longest - shortest + 1) / width)).fill(0);
  for (const length of lengths) {
    const bin = Math.floor((length - shortest) / width);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const histogram = counts.map((count, bin) => {
    const from = shortest + bin * width;
    return { from, to: Math.min(longest, from + width - 1), count };
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return { shortest, longest, mean, histogram };
}
