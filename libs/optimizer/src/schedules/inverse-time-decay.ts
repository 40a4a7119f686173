import type { Schedule } from "./schedule.js";

export interface InverseTimeDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether step / decaySteps is rounded down to a whole number. */
  readonly staircase: boolean;
}

const { fround, floor } = Math;

/** initialLearningRate / (1 + decayRate * step / decaySteps) */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase } = options;
  return (step) => {
    const fraction = fround(fround(step) / fround(decaySteps));
    const passed = staircase ? floor(fraction) : fraction;
    return fround(fround(initialLearningRate) / fround(1 + fround(fround(decayRate) * passed)));
  };
}
