import { float64ActivationNames } from "@lockstep/backend";
import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan, ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";

/**
 * Operations that take about as long as handing a range to another thread and back, a tenth of a millisecond or so: a
 * core does ten thousand million of them a second where matrices are small.
 */
const briefOperations = 1e6;

/** Of a value that goes through a layer: its activation, its mask, its dropout, and back. */
const operationsOfValue = 10;
/** Where exponentials or logarithms are taken in float64. */
const operationsOfFloat64 = 500;

/** Whether sequences, (B, T), are computed faster than handed to another thread. */
export type IsBrief = (sequences: number, timeSteps: number) => boolean;

/** Counts what a gradient takes at most; forward alone is a third of it. */
export function briefRanges(plan: ModelPlan, { statisticsLength }: Objective): IsBrief {
  const stepsWithin = Math.max(...plan.values.map(({ shape, timed }) => (timed ? (shape[0] ?? 1) : 1)));
  // Each parameter takes part in a multiplication and an addition of each time step, once forward and twice back.
  const ofStep =
    6 * plan.parameterCount +
    plan.layers.reduce((sum, layer) => sum + operationsOfLayer(layer), 0) +
    operationsOfFloat64 * (plan.outputShape.at(-1) ?? 1) +
    operationsOfValue * statisticsLength;
  return (sequences, timeSteps) => sequences * Math.max(timeSteps, stepsWithin) * ofStep <= briefOperations;
}

/** For each time step, without what its parameters take. */
function operationsOfLayer({ spec, inputShape, outputShape, inner }: LayerPlan): number {
  const values = (inputShape.at(-1) ?? 1) + (outputShape.at(-1) ?? 1);
  const isFloat64 = spec.type === "LayerNormalization" || activationsOf(spec).some(isFloat64Activation);
  const ofInner = inner.reduce((sum, layer) => sum + operationsOfLayer(layer), 0);
  return values * (isFloat64 ? operationsOfFloat64 : operationsOfValue) + ofInner;
}

function activationsOf(spec: LayerSpec): unknown[] {
  return ["activation", "recurrentActivation"].map((name) => (spec as Record<string, unknown>)[name]);
}

const float64Activations: ReadonlySet<unknown> = new Set(float64ActivationNames);
const isFloat64Activation = (name: unknown): boolean => float64Activations.has(name);
