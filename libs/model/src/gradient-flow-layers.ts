import type { LayerPlan, ModelPlan } from "./model-plan.js";
import { stepsInBatch } from "./steps-in-batch.js";

/** A recurrent layer on the way back through time. */
export interface GradientFlowLayer {
  /** Its path: each direction of a Bidirectional, each cell of an RNN is one. */
  readonly layer: string;
  /** Time steps that it goes through. */
  readonly timeSteps: number;
}

/**
 * The recurrent layers of a model, in the order of its plan. Of each, the sums of the gradient flow have one for each time
 * step t of its input: the sum over sequences and units of the squares of d(sum of losses)/d(h_t), h_t being the layer's
 * state (h, not the cell's c) after that step. It is the whole gradient, by the output at t and by later steps. A step
 * that a mask leaves out has the state of the step before, and the gradient that passes through.
 * @param timeSteps of the batch; absent: the plan's
 */
export function gradientFlowLayers(plan: ModelPlan, timeSteps?: number): GradientFlowLayer[] {
  const steps = stepsInBatch(plan, timeSteps);
  return plan.layers.flatMap((layer) => {
    const [input = 0] = layer.inputs;
    return recurrentIn(layer).map(({ path }) => ({ layer: path, timeSteps: steps[input] ?? 1 }));
  });
}

/** Number of the sums. */
export function gradientFlowLength(plan: ModelPlan, timeSteps?: number): number {
  return gradientFlowLayers(plan, timeSteps).reduce((sum, layer) => sum + layer.timeSteps, 0);
}

/** The recurrent layers that a layer is made of: itself, its directions, or its cells. */
export function recurrentIn(layer: LayerPlan): LayerPlan[] {
  const { type } = layer.spec;
  if (type === "SimpleRNN" || type === "LSTM" || type === "GRU") return [layer];
  return type === "TimeDistributed" ? [] : layer.inner.flatMap(recurrentIn);
}
