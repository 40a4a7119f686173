import { LayerMisfit, showShape } from "./layers/layer-shapes.js";
import type { PlanOptions } from "./model-description.js";
import { ModelError } from "./model-error.js";
import type { GraphNode } from "./model-graph.js";
import type { ModelPlan } from "./model-plan.js";
import { checkSequencePart } from "./sequence-parts.js";
import { ofBatch, stepsAfter } from "./time-steps-after.js";

/**
 * Checks that a model works with any number of time steps, where batches differ in it; and with a part of a sequence,
 * where long ones are cut.
 * @param nodes of plan.layers, in the same order
 * @throws ModelError naming the layer that fixes the number, or that looks beyond a part
 */
export function checkTimeSteps(plan: ModelPlan, nodes: readonly GraphNode[], options: PlanOptions): void {
  const { carryStates = false, variableTime = false } = options;
  if (!carryStates && !variableTime) return;
  const why = carryStates ? "fit.truncate" : "fit.bucketing";
  const steps = plan.values.map(({ timed }, index): string =>
    timed && index < plan.inputs.length ? ofBatch : "",
  );
  checkInputs(plan, why);
  plan.layers.forEach((layer, place) => {
    try {
      if (carryStates) checkSequencePart(layer);
      const inputSteps = layer.inputs.map((input) => steps[input] ?? "");
      const after = stepsAfter(layer, inputSteps);
      for (const output of layer.outputs) if (plan.values[output]?.timed === true) steps[output] = after;
    } catch (error) {
      if (!(error instanceof LayerMisfit)) throw error;
      const path = `model.layers[${nodes[place]?.index ?? place}]`;
      throw new ModelError(path, `${layer.spec.type} ${layer.name}: ${error.message} (${why})`);
    }
  });
  checkOutput(plan, steps[plan.output] ?? "", carryStates);
}

/** A batch has one number of time steps. */
function checkInputs({ inputs }: ModelPlan, why: string): void {
  const timed = inputs.filter(({ shape }) => shape.length === 2);
  if (new Set(timed.map(({ shape: [timeSteps] }) => timeSteps)).size <= 1) return;
  const got = timed.map(({ name, shape }) => `${name} ${showShape(shape)}`).join(", ");
  throw new ModelError("model.inputs", `expected inputs with equally many time steps, got ${got} (${why})`);
}

/** Targets are cut and padded as the inputs are. */
function checkOutput({ outputShape, outputTimed }: ModelPlan, steps: string, carryStates: boolean): void {
  if (carryStates && !outputTimed) {
    const message = `expected an output for each time step, got ${showShape(outputShape)} for a sequence (fit.truncate)`;
    throw new ModelError("model.output", message);
  }
  if (!outputTimed || steps === ofBatch) return;
  const message = `expected an output with the input's time steps T, got ${steps} (fit.bucketing)`;
  throw new ModelError("model.output", message);
}
