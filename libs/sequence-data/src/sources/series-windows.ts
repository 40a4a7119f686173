import { invalidData } from "../data-error.js";
import { countWindows, WindowDataset } from "../datasets/window-dataset.js";
import type { Windows, WindowTarget } from "../datasets/window-dataset.js";
import type { ArrayLayout, RowLayout } from "../row-layout.js";

/** One long series, to be cut into windows. */
export interface Series {
  /** How errors speak of it. */
  readonly place: string;
  /** (rows, features). */
  readonly inputs: Float32Array;
  readonly features: number;
  /** Absent where there are no targets. */
  readonly target?: WindowTarget & { readonly values: Float32Array; readonly layout: ArrayLayout };
}

/** Windows of a series. @throws DataError where it is too short for one */
export function windowDataset(
  series: Series,
  windows: Windows,
  padding: RowLayout["padding"],
): WindowDataset {
  const { inputs, features, target } = series;
  const rows = inputs.length / features;
  const sequences = countWindows(rows, windows, target);
  if (sequences === 0) {
    const targets = target === undefined ? "" : " and its target";
    throw invalidData(
      series.place,
      `expected rows enough for a window of ${windows.length} time steps${targets}, got ${rows}`,
    );
  }
  const layout: RowLayout = {
    inputs: [{ name: "x", shape: [windows.length, features], timed: true }],
    ...(target && { target: target.layout }),
    timeSteps: windows.length,
    padding,
  };
  const { length, stride, samplingRate } = windows;
  return new WindowDataset({
    kind: "windows",
    layout,
    sequences,
    windows: { length, stride, samplingRate },
    inputs,
    ...(target && { target: { offset: target.offset, steps: target.steps, values: target.values } }),
  });
}
