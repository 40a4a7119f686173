import type { OptimizerSpec } from "@lockstep/job";
import { cosineDecay } from "./cosine-decay.js";
import { cosineDecayRestarts } from "./cosine-decay-restarts.js";
import { exponentialDecay } from "./exponential-decay.js";
import { inverseTimeDecay } from "./inverse-time-decay.js";
import { piecewiseConstantDecay } from "./piecewise-constant-decay.js";
import { polynomialDecay } from "./polynomial-decay.js";
import type { Schedule } from "./schedule.js";

/** A constant rate, or a schedule. */
export type LearningRateSpec = OptimizerSpec["learningRate"];

type ScheduleSpec = Exclude<LearningRateSpec, number>;

/** A further schedule is one more file and a line here. */
const schedules: {
  readonly [Type in ScheduleSpec["type"]]: (spec: Extract<ScheduleSpec, { type: Type }>) => Schedule;
} = {
  ExponentialDecay: exponentialDecay,
  PiecewiseConstantDecay: piecewiseConstantDecay,
  PolynomialDecay: polynomialDecay,
  InverseTimeDecay: inverseTimeDecay,
  CosineDecay: cosineDecay,
  CosineDecayRestarts: cosineDecayRestarts,
};

/** The learning rate by the steps taken. */
export function learningRateOf(spec: LearningRateSpec): Schedule {
  if (typeof spec === "number") {
    const rate = Math.fround(spec);
    return () => rate;
  }
  const schedule = schedules[spec.type] as (spec: ScheduleSpec) => Schedule;
  return schedule(spec);
}
