import type { Pace, Sliced } from "@lockstep/numerics";
import type { OptimizerState } from "@lockstep/optimizer";
import type { Sums } from "@lockstep/reduction";
import { firstNonFinite, toMeanGradient } from "./gradient.js";
import type { RunDefinition } from "./run-definition.js";

/** What a step came to: a further state, or why there must be none. */
export type StepUpdate =
  | {
      readonly next: OptimizerState;
      /** The mean gradient, regularisers' included. */
      readonly gradient: Float32Array;
    }
  | { readonly failure: string };

/**
 * One step of training: mean, penalties, update. Nothing that is not finite gets into the parameters.
 * @param sums of the global batch; the gradient's array is taken over
 */
export function* stepUpdate(
  run: RunDefinition,
  state: OptimizerState,
  { gradient, statistics }: Sums,
  learningRate: number,
  pace: Pace,
): Sliced<StepUpdate> {
  yield* toMeanGradient(gradient, statistics[1] as number, pace);
  if (run.penalty) yield* run.penalty.addGradientInSlices(state.parameters, gradient, pace);
  const bad = yield* firstNonFinite(gradient, run.plan, pace);
  if (bad !== undefined) return withheld(state.step + 1, `the mean gradient of ${bad}`);
  const next = yield* run.optimizer.updateInSlices(state, gradient, learningRate, pace);
  const overflow = yield* firstNonFinite(next.parameters, run.plan, pace);
  if (overflow !== undefined)
    return withheld(next.step, `it would make a parameter that is not finite: ${overflow}`);
  return { next, gradient };
}

function withheld(step: number, why: string): StepUpdate {
  return { failure: `step ${step}: the update is withheld, as ${why}` };
}
