import type { XKind } from "../../charts/chart-model.js";
import { interpolate } from "../../charts/index-at.js";

/** What curves are drawn over. */
export type CurveAxis = "step" | "epoch" | "relative" | "wall";

export const axisKinds: Readonly<Record<CurveAxis, XKind>> = {
  step: "count",
  epoch: "count",
  relative: "duration",
  wall: "time",
};

export const axisNames: Readonly<Record<CurveAxis, string>> = {
  step: "step",
  epoch: "epoch",
  relative: "after",
  wall: "",
};

/** Where steps are along an axis. */
export interface StepTimes {
  readonly steps: readonly number[];
  /** Milliseconds since 1970. */
  readonly times: readonly number[];
}

/** What makes a place along an axis of a step. */
export interface AxisScale {
  readonly axis: CurveAxis;
  /** 0: unknown. */
  readonly stepsPerEpoch: number;
  /** When the run's first step was told. */
  readonly originMs: number;
  /** The whole run's. */
  readonly whole: StepTimes;
}

/** Where a step is, that was told at that time. */
export function placeOf({ axis, stepsPerEpoch, originMs }: AxisScale, step: number, timeMs: number): number {
  switch (axis) {
    case "step":
      return step;
    case "epoch":
      return stepsPerEpoch > 0 ? step / stepsPerEpoch : step;
    case "relative":
      return timeMs - originMs;
    case "wall":
      return timeMs;
  }
}

/** Where a step is whose time is not known. */
export function placeOfStep(scale: AxisScale, step: number): number {
  const isTime = scale.axis === "relative" || scale.axis === "wall";
  const time = isTime ? interpolate(scale.whole.steps, scale.whole.times, step) : scale.originMs;
  return placeOf(scale, step, time ?? scale.originMs);
}

/** The step (a fraction, between two) that is at a place. */
export function stepAt({ axis, stepsPerEpoch, originMs, whole }: AxisScale, place: number): number {
  switch (axis) {
    case "step":
      return place;
    case "epoch":
      return stepsPerEpoch > 0 ? place * stepsPerEpoch : place;
    case "relative":
      return interpolate(whole.times, whole.steps, place + originMs) ?? 0;
    case "wall":
      return interpolate(whole.times, whole.steps, place) ?? 0;
  }
}

/** The step that was the newest at a time. */
export function stepOfTime({ whole }: AxisScale, timeMs: number): number {
  return interpolate(whole.times, whole.steps, timeMs) ?? 0;
}
