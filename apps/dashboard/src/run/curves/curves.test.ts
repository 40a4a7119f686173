import type { SeriesPage } from "@lockstep/telemetry/views";
import { expect, it } from "vitest";
import type { EventOf } from "../../store/live-event.js";
import { placeOfStep, stepAt, stepOfTime, type AxisScale } from "./curve-axis.js";
import { curveCharts } from "./curve-charts.js";
import { curveTable } from "./curve-table.js";
import { curvesCsv } from "./curves-csv.js";
import { LiveTail, maxTailSteps } from "./live-tail.js";
import { smoothed } from "./smoothing.js";

const step = (count: number, loss: number, more: Partial<EventOf<"step">> = {}): EventOf<"step"> => ({
  type: "step",
  sequence: count,
  runId: "a",
  time: 1000 * count,
  round: count - 1,
  step: count,
  epoch: 1,
  stepInEpoch: count,
  measures: { loss },
  epochMeasures: { loss },
  learningRate: 0.1,
  gradientNorms: { lstm: 1 },
  digest: "",
  durationMs: 5,
  workers: 1,
  ...more,
});

const page = (bucketSteps: number, min: readonly number[], max: readonly number[]): SeriesPage => ({
  runId: "a",
  from: 1,
  to: bucketSteps * min.length,
  bucketSteps,
  steps: min.map((_, index) => 1 + index * bucketSteps),
  times: min.map((_, index) => 1000 * (1 + index * bucketSteps)),
  series: [{ name: "loss", min, max }],
});

/** The formula as TensorBoard writes it, without a loop's state. */
function byDefinition(values: readonly number[], weight: number): number[] {
  return values.map((_, last) => {
    const seen = values.slice(0, last + 1);
    const sum = seen.reduce(
      (total, value, index) => total + (1 - weight) * weight ** (last - index) * value,
      0,
    );
    return sum / (1 - weight ** seen.length);
  });
}

it("smooths as the published formula says", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  for (const weight of [0.1, 0.6, 0.99]) {
    const expected = byDefinition(values, weight);
    smoothed(values, weight).forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 10));
  }
});

it("begins at the first value, and leaves a constant as it is", () => {
  expect(smoothed([7, 7, 7], 0.9).map((value) => Number(value!.toFixed(9)))).toEqual([7, 7, 7]);
  expect(smoothed([5, 0], 0.99)[0]).toBeCloseTo(5, 12);
  expect(smoothed([3, 1, 4], 0)).toEqual([3, 1, 4]);
});

it("counts what is absent or not finite for nothing", () => {
  const values = smoothed([1, null, Number.NaN, 3], 0.5);
  expect(values[1]).toBeNull();
  expect(values[2]).toBeNaN();
  expect(values[3]).toBeCloseTo(byDefinition([1, 3], 0.5)[1]!, 12);
});

it("adds the steps that came since to a page, those that are in it once", () => {
  const tail = new LiveTail();
  for (let count = 2; count <= 5; count += 1) tail.add(step(count, 10 * count));
  const table = curveTable(page(1, [1, 2, 3], [1, 2, 3]), tail);
  expect(table.steps).toEqual([1, 2, 3, 4, 5]);
  expect(table.series.get("loss")?.min).toEqual([1, 2, 3, 40, 50]);
  expect(table.series.get("learningRate")?.min).toEqual([null, null, null, 0.1, 0.1]);
});

it("puts the steps that came since into buckets like those of the page, with every extreme", () => {
  const tail = new LiveTail();
  [5, 1, 9, 4, 7].forEach((loss, index) => tail.add(step(5 + index, loss)));
  const table = curveTable(page(2, [1, 2], [3, 4]), tail);
  expect(table.steps).toEqual([1, 3, 5, 7, 9]);
  expect(table.series.get("loss")).toEqual({ min: [1, 2, 1, 4, 7], max: [3, 4, 5, 9, 7] });
});

it("draws nothing backwards when a clock was set back", () => {
  const tail = new LiveTail();
  tail.add(step(1, 1, { time: 5000 }));
  tail.add(step(2, 1, { time: 3000 }));
  expect(curveTable(undefined, tail).times).toEqual([5000, 5000]);
});

it("keeps a bounded number of steps, and series that begin late in their place", () => {
  const tail = new LiveTail();
  for (let count = 1; count <= 3 * maxTailSteps; count += 1) tail.add(step(count, 1));
  expect(tail.steps.length).toBeLessThanOrEqual(maxTailSteps);
  expect(tail.column("loss")).toHaveLength(tail.steps.length);
  const other = new LiveTail();
  other.add(step(1, 1));
  other.add(step(2, 1, { measures: { loss: 1, accuracy: 0.5 } }));
  other.add(step(3, 1));
  expect(other.column("accuracy")).toEqual([null, 0.5, null]);
  other.forget(1);
  expect(other.column("accuracy")).toEqual([0.5, null]);
});

const scale = (axis: AxisScale["axis"]): AxisScale => ({
  axis,
  stepsPerEpoch: 10,
  originMs: 1000,
  whole: { steps: [1, 2, 11], times: [1000, 2000, 20_000] },
});

it("finds a step along every axis, and back", () => {
  expect(placeOfStep(scale("step"), 5)).toBe(5);
  expect(placeOfStep(scale("epoch"), 5)).toBe(0.5);
  expect(placeOfStep(scale("relative"), 2)).toBe(1000);
  expect(placeOfStep(scale("wall"), 11)).toBe(20_000);
  for (const axis of ["step", "epoch", "relative", "wall"] as const) {
    expect(stepAt(scale(axis), placeOfStep(scale(axis), 6.5))).toBeCloseTo(6.5, 9);
  }
  expect(stepOfTime(scale("step"), 2000)).toBe(2);
});

const epochs = [{ epoch: 1, step: 2, measures: { loss: 1.5, val_loss: 1.7, val_accuracy: 0.5 } }];

it("draws a measure and its validation in one chart, the loss first", () => {
  const tail = new LiveTail();
  tail.add(step(1, 2, { measures: { accuracy: 0.4, loss: 2 } }));
  tail.add(step(2, 1, { measures: { accuracy: 0.6, loss: 1 } }));
  const charts = curveCharts(curveTable(undefined, tail), epochs, { scale: scale("step"), smoothing: 0 });
  expect(charts.map(({ key }) => key)).toEqual([
    "loss",
    "accuracy",
    "learningRate",
    "gradientNorm",
    "durationMs",
  ]);
  const [loss, accuracy] = charts;
  expect(loss?.model.x).toEqual([1, 2]);
  expect(loss?.model.lines.map(({ name, values }) => [name, values])).toEqual([
    ["training", [2, 1]],
    ["validation", [null, 1.7]],
  ]);
  expect(accuracy?.model.lines[1]?.values).toEqual([null, 0.5]);
});

it("keeps the raw values behind what is smoothed, and the extremes of buckets", () => {
  const charts = curveCharts(curveTable(page(1, [4, 2], [4, 2]), new LiveTail()), [], {
    scale: scale("step"),
    smoothing: 0.5,
  });
  expect(charts[0]?.model.lines[0]?.raw).toEqual([4, 2]);
  expect(charts[0]?.model.lines[0]?.values[1]).toBeCloseTo(byDefinition([4, 2], 0.5)[1]!, 12);
  const bucketed = curveCharts(curveTable(page(10, [1, 2], [9, 8]), new LiveTail()), [], {
    scale: scale("step"),
    smoothing: 0,
  });
  expect(bucketed[0]?.model.lines[0]).toMatchObject({ low: [1, 2], high: [9, 8], values: [5, 5] });
});

it("writes steps as CSV in full", () => {
  const text = curvesCsv(curveTable(page(1, [0.123456789012], [0.123456789012]), new LiveTail()), {
    stepsPerEpoch: 4,
  });
  expect(text).toBe("step,epoch,time,loss\r\n1,0.25,1970-01-01T00:00:01.000Z,0.123456789012\r\n");
  expect(curvesCsv(curveTable(page(2, [1], [3]), new LiveTail()), { stepsPerEpoch: 0 })).toContain(
    "step,epoch,time,loss_min,loss_max\r\n1,,1970-01-01T00:00:01.000Z,1,3",
  );
});
