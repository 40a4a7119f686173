import type { Losses } from "../contenders/training-step.js";

/** Steps after which losses are compared. */
export const checkedSteps = 5;

/** float32 noise of one loss. */
const lossTolerance = 1e-5;
/** PyTorch adds Adam's epsilon before the bias correction of the second moment, Keras after it. */
const changeTolerance = 0.03;

/** Why a contender does not compute what the others do; undefined: it does. */
export function lossProblem(got: Losses, expected: Losses): string | undefined {
  const allowed = lossTolerance * Math.max(1, Math.abs(expected.before));
  if (!(Math.abs(got.before - expected.before) <= allowed))
    return `it computes another loss: expected ${expected.before}, got ${got.before}`;
  const change = expected.after - expected.before;
  if (!(Math.abs(got.after - got.before - change) <= changeTolerance * Math.abs(change) + allowed))
    return `it trains otherwise: expected a loss of ${expected.after} after ${checkedSteps} steps, got ${got.after}`;
  return undefined;
}
