import { pow } from "@lockstep/numerics";
import type { Schedule } from "./schedule.js";

export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether the exponent is rounded down to a whole number. */
  readonly staircase: boolean;
}

const { fround, floor } = Math;

/** initialLearningRate * decayRate^(step / decaySteps) */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase } = options;
  return (step) => {
    const passed = fround(fround(step) / fround(decaySteps));
    const power = fround(pow(fround(decayRate), staircase ? floor(passed) : passed));
    return fround(fround(initialLearningRate) * power);
  };
}
