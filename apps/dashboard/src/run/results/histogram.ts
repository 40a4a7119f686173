import type { WeightHistogram } from "@lockstep/telemetry/views";
import { formatNumber } from "../../format/numbers.js";
import type { Box } from "../../plot/paths.js";

/** Counts to be drawn: of values that are all the same, one bar. */
export function barsOf({ counts, least, greatest }: WeightHistogram): readonly number[] {
  return least === greatest ? [counts.reduce((sum, count) => sum + count, 0)] : counts;
}

/** Bars of a histogram that fill a picture; what is there at all is a pixel high at least. */
export function histogramBoxes(counts: readonly number[], width: number, height: number): readonly Box[] {
  const greatest = Math.max(...counts);
  const step = width / counts.length;
  // A narrow gap tells neighbours apart; few bars do not become one block.
  const gap = Math.min(1, step / 5);
  return counts.flatMap((count, index) => {
    if (count === 0) return [];
    const tall = Math.max(1, (count / greatest) * height);
    return [{ x: index * step, y: height - tall, width: step - gap, height: tall }];
  });
}

export function histogramText({
  layer,
  name,
  least,
  greatest,
  mean,
  standardDeviation,
}: WeightHistogram): string {
  const bounds = `from ${formatNumber(least)} to ${formatNumber(greatest)}`;
  return `${layer} ${name}: ${bounds}, mean ${formatNumber(mean)}, standard deviation ${formatNumber(standardDeviation)}`;
}
