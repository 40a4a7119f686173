import { halfCosine } from "./half-cosine.js";
import type { Schedule } from "./schedule.js";

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** Share of the rate that is left at the end. */
  readonly alpha: number;
  /** Rate after a linear warm-up, from which it decays. Absent: no warm-up. */
  readonly warmupTarget?: number | undefined;
  readonly warmupSteps: number;
}

const { fround, min } = Math;

/** Half a cosine from the rate to alpha times the rate (Loshchilov & Hutter 2016), after a linear warm-up if there is one. */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const initial = fround(options.initialLearningRate);
  const decaySteps = fround(options.decaySteps);
  if (options.warmupTarget === undefined)
    return (step) => decayed(fround(step), decaySteps, initial, options.alpha);
  const target = fround(options.warmupTarget);
  const warmupSteps = fround(options.warmupSteps);
  return (step) => {
    const at = min(fround(step), fround(decaySteps + warmupSteps));
    if (at >= warmupSteps) return decayed(fround(at - warmupSteps), decaySteps, target, options.alpha);
    const passed = fround(at / warmupSteps);
    return fround(fround(fround(target - initial) * passed) + initial);
  };
}

function decayed(step: number, decaySteps: number, from: number, alpha: number): number {
  const wave = halfCosine(fround(min(step, decaySteps) / decaySteps));
  return fround(from * fround(fround(fround(1 - alpha) * wave) + fround(alpha)));
}
