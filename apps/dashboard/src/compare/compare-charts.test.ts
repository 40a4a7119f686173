import type { SeriesPage } from "@lockstep/telemetry/views";
import { describe, expect, it } from "vitest";
import { runSample } from "../testing/run-sample.js";
import { compareCharts, type CompareCurves } from "./compare-charts.js";
import { comparedRuns } from "./compared-run.js";

const [a, b] = comparedRuns([
  runSample("a", { totalSteps: 8, epochs: 2 }),
  runSample("b", { totalSteps: 4, epochs: 2 }),
]);

function pageOf(steps: readonly number[], values: readonly number[], began: number): SeriesPage {
  return {
    runId: "r",
    from: 1,
    to: 8,
    bucketSteps: 1,
    steps,
    times: steps.map((step) => began + 10 * step),
    series: [{ name: "loss", min: values, max: values }],
  };
}

const curves: readonly CompareCurves[] = [
  {
    of: a!,
    series: pageOf([1, 2, 4], [3, 2, 1], 500),
    epochs: [{ epoch: 1, step: 4, time: 550, durationMs: 1, measures: { val_loss: 0.5, loss: 2 } }],
  },
  { of: b!, series: pageOf([1, 3], [9, 8], 100), epochs: [] },
];

const options = { axis: "step", smoothing: 0 } as const;

describe("compareCharts", () => {
  it("lays runs over each other at the places that any of them has", () => {
    const [loss] = compareCharts(curves, options);
    expect(loss).toMatchObject({ key: "loss", model: { x: [1, 2, 3, 4] } });
    expect(loss?.model.lines).toEqual([
      { name: "a", colour: "--series-1", values: [3, 2, null, 1] },
      { name: "b", colour: "--series-2", values: [9, null, 8, null] },
    ]);
  });

  it("has a chart for validation too, where any run has it", () => {
    const validation = compareCharts(curves, options).find(({ key }) => key === "val_loss");
    expect(validation?.model).toEqual({
      x: [4],
      lines: [{ name: "a", colour: "--series-1", isSparse: true, values: [0.5] }],
    });
  });

  it("counts epochs by each run's own length", () => {
    const [loss] = compareCharts(curves, { ...options, axis: "epoch" });
    expect(loss?.model.x).toEqual([0.25, 0.5, 1, 1.5]);
  });

  it("counts time from each run's own begin", () => {
    const [loss] = compareCharts(curves, { ...options, axis: "relative" });
    expect(loss?.model.x).toEqual([0, 10, 20, 30]);
  });

  it("keeps the raw curve behind a smoothed one", () => {
    const [loss] = compareCharts(curves, { ...options, smoothing: 0.5 });
    expect(loss?.model.lines[1]?.raw).toEqual([9, null, 8, null]);
    expect(loss?.model.lines[1]?.values[2]).toBeCloseTo((0.5 * 4.5 + 0.5 * 8) / 0.75);
  });
});

describe("comparedRuns", () => {
  it("adds the id where names are the same", () => {
    const titles = comparedRuns([
      runSample("a", { name: "x" }),
      runSample("b", { name: "x" }),
      runSample("c", { name: "y" }),
    ]).map(({ title }) => title);
    expect(titles).toEqual(["x (a)", "x (b)", "y"]);
  });
});
