import { pow } from "@lockstep/numerics";
import type { Schedule } from "./schedule.js";

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate: number;
  readonly power: number;
  /** Whether it starts over, each time with the next multiple of decaySteps. */
  readonly cycle: boolean;
}

const { fround, ceil, min } = Math;

/** (initialLearningRate - endLearningRate) * (1 - step / decaySteps)^power + endLearningRate */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const end = fround(options.endLearningRate);
  const span = fround(fround(options.initialLearningRate) - end);
  return (step) => {
    const rest = fround(1 - passedFraction(fround(step), fround(options.decaySteps), options.cycle));
    return fround(fround(span * fround(pow(rest, fround(options.power)))) + end);
  };
}

function passedFraction(step: number, decaySteps: number, cycle: boolean): number {
  if (!cycle) return fround(min(step, decaySteps) / decaySteps);
  const cycles = step === 0 ? 1 : ceil(fround(step / decaySteps));
  return fround(step / fround(decaySteps * cycles));
}
