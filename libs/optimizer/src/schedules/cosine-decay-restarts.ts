import { log, pow } from "@lockstep/numerics";
import { halfCosine } from "./half-cosine.js";
import type { Schedule } from "./schedule.js";

export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  readonly firstDecaySteps: number;
  /** How many times as long each period is as the one before. */
  readonly tMul: number;
  /** How many times as high each period starts as the one before. */
  readonly mMul: number;
  /** Share of the rate that is left at a period's end. */
  readonly alpha: number;
}

const { fround, floor } = Math;

/** Half cosines one after the other (SGDR, Loshchilov & Hutter 2016). */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const initial = fround(options.initialLearningRate);
  const alpha = fround(options.alpha);
  const tMul = fround(options.tMul);
  return (step) => {
    const periods = fround(fround(step) / fround(options.firstDecaySteps));
    const { restarts, fraction } = tMul === 1 ? equalPeriods(periods) : growingPeriods(periods, tMul);
    const wave = halfCosine(fraction, fround(pow(fround(options.mMul), restarts)));
    return fround(initial * fround(fround(fround(1 - alpha) * wave) + alpha));
  };
}

/** Restarts before, and the fraction of the present period that is over. */
interface Place {
  readonly restarts: number;
  readonly fraction: number;
}

function equalPeriods(periods: number): Place {
  const restarts = floor(periods);
  return { restarts, fraction: fround(periods - restarts) };
}

/** @param periods steps taken, in lengths of the first period */
function growingPeriods(periods: number, tMul: number): Place {
  const growth = fround(1 - fround(periods * fround(1 - tMul)));
  const restarts = floor(fround(fround(log(growth)) / fround(log(tMul))));
  const length = fround(pow(tMul, restarts));
  const before = fround(fround(1 - length) / fround(1 - tMul));
  return { restarts, fraction: fround(fround(periods - before) / length) };
}
