import type { ChartWindow } from "./chart-model.js";

/** The window with another length around a place that stays where it is; undefined where it is the whole. */
export function scaled(
  [from, to]: ChartWindow,
  whole: ChartWindow,
  around: number,
  factor: number,
): ChartWindow | undefined {
  return within([around - (around - from) * factor, around + (to - around) * factor], whole);
}

/** The window moved by a part of its length, to the end of the whole at most. */
export function panned([from, to]: ChartWindow, whole: ChartWindow, part: number): ChartWindow | undefined {
  const wanted = (to - from) * part;
  const by = Math.min(whole[1] - to, Math.max(whole[0] - from, wanted));
  return within([from + by, to + by], whole);
}

/** What of a window is within the whole; undefined: all of it. */
export function within([from, to]: ChartWindow, whole: ChartWindow): ChartWindow | undefined {
  const seen: ChartWindow = [Math.max(from, whole[0]), Math.min(to, whole[1])];
  const isWhole = seen[0] <= whole[0] && seen[1] >= whole[1];
  return isWhole || !(seen[0] < seen[1]) ? undefined : seen;
}
