import type { Conv1dSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes, sequenceShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";
import { windowCount } from "./window-count.js";

/** Time steps from the first to the last that a filter sees, both included. */
export function filterSpan({ kernelSize, dilationRate }: Conv1dSpec): number {
  return dilationRate * (kernelSize - 1) + 1;
}

/** Conv1D on (T, F): (windows, filters). Weights (kernelSize, F / groups, filters), (filters). */
export function conv1dShapes(spec: Conv1dSpec, inputShape: Shape): LayerShapes {
  const { features } = sequenceShape(inputShape);
  const { filters, kernelSize, strides, padding, groups } = spec;
  const kernel = {
    name: "kernel",
    shape: [kernelSize, features / groups, filters],
    initializer: spec.kernelInitializer,
    regularizer: spec.kernelRegularizer,
    constraint: spec.kernelConstraint,
  };
  const bias = {
    name: "bias",
    shape: [filters],
    initializer: spec.biasInitializer,
    regularizer: spec.biasRegularizer,
    constraint: spec.biasConstraint,
  };
  const windows = windowCount({ span: filterSpan(spec), strides, padding }, inputShape);
  return plainShapes([windows, filters], spec.useBias ? [kernel, bias] : [kernel]);
}
