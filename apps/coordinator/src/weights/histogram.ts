import { setImmediate } from "node:timers/promises";
import type { WeightHistogram } from "@lockstep/telemetry/views";

export type Distribution = Pick<
  WeightHistogram,
  "mean" | "standardDeviation" | "least" | "greatest" | "counts"
>;

/** Bins of a histogram. */
const bins = 40;

/** Values that are looked at between two turns of the event loop. */
const sliceLength = 65_536;

/** How values are distributed. The event loop goes on meanwhile: heartbeats of a run that trains must not wait. */
export async function distributionOf(values: Float32Array): Promise<Distribution> {
  let least = Infinity;
  let greatest = -Infinity;
  let sum = 0;
  let squares = 0;
  await inSlices(values, (value) => {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    sum += value;
    squares += value * value;
  });
  const mean = sum / values.length;
  const counts = new Array<number>(bins).fill(0);
  const width = (greatest - least) / bins;
  await inSlices(values, (value) => {
    // All values may be one; the greatest belongs to the last bin.
    const bin = width > 0 ? Math.min(bins - 1, Math.floor((value - least) / width)) : 0;
    counts[bin] = (counts[bin] as number) + 1;
  });
  const variance = Math.max(0, squares / values.length - mean * mean);
  return { mean, standardDeviation: Math.sqrt(variance), least, greatest, counts };
}

async function inSlices(values: Float32Array, take: (value: number) => void): Promise<void> {
  for (let begin = 0; begin < values.length; begin += sliceLength) {
    for (const value of values.subarray(begin, begin + sliceLength)) take(value);
    if (begin + sliceLength < values.length) await setImmediate();
  }
}
