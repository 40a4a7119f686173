import { finiteCheck, meanOf, type Pace, type Sliced } from "@lockstep/numerics";
import type { OptimizerState } from "@lockstep/optimizer";
import type { Sums } from "@lockstep/reduction";
import { nonFiniteEntry } from "./gradient.js";
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
  const mean = meanOf(gradient, statistics[1] as number);
  const penalties = run.penalty?.gradientOperations(state.parameters, gradient) ?? [];
  const check = finiteCheck(gradient);
  yield* pace.run([mean, ...penalties, check.operation]);
  const bad = nonFiniteEntry(gradient, check.index(), run.plan);
  if (bad !== undefined) return withheld(state.step + 1, `the mean gradient of ${bad}`);
  const { operations, next } = run.optimizer.plannedUpdate(state, gradient, learningRate);
  const overflow = finiteCheck(next.parameters);
  yield* pace.run([...operations, overflow.operation]);
  const made = nonFiniteEntry(next.parameters, overflow.index(), run.plan);
  if (made !== undefined) return withheld(next.step, `it would make a parameter that is not finite: ${made}`);
  return { next, gradient };
}

function withheld(step: number, why: string): StepUpdate {
  return { failure: `step ${step}: the update is withheld, as ${why}` };
}
