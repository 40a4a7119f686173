import type { ModelPlan } from "@lockstep/model";

/**
 * Operations that take about as long as handing a range to another thread and back, a tenth of a millisecond or so: a
 * core does ten thousand million of them a second where matrices are small.
 */
const briefOperations = 1e6;

/** Whether sequences, (B, T), are computed faster than handed to another thread. */
export type IsBrief = (sequences: number, timeSteps: number) => boolean;

/** Counts what a gradient takes of a model at most; forward alone is a third of it. */
export function briefRanges(plan: ModelPlan): IsBrief {
  const stepsWithin = plan.values.map(({ shape, timed }) => (timed ? (shape[0] ?? 1) : 1));
  const features = plan.values.reduce((sum, { shape }) => sum + (shape.at(-1) ?? 1), 0);
  // Each parameter takes part in a multiplication and an addition of each time step, once forward and twice back; each
  // value in some ten operations.
  const operationsOfStep = 6 * plan.parameterCount + 10 * features;
  return (sequences, timeSteps) =>
    sequences * Math.max(timeSteps, ...stepsWithin) * operationsOfStep <= briefOperations;
}
