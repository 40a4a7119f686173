import type { DenseSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes, wrongInput } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Dense on (..., F): (..., units). Weights (F, units), (units). */
export function denseShapes(spec: DenseSpec, inputShape: Shape): LayerShapes {
  const features = inputShape.at(-1);
  if (features === undefined) throw wrongInput("an input of shape (..., features)", inputShape);
  const { units } = spec;
  const kernel = {
    name: "kernel",
    shape: [features, units],
    initializer: spec.kernelInitializer,
    regularizer: spec.kernelRegularizer,
    constraint: spec.kernelConstraint,
  };
  const bias = {
    name: "bias",
    shape: [units],
    initializer: spec.biasInitializer,
    regularizer: spec.biasRegularizer,
    constraint: spec.biasConstraint,
  };
  return plainShapes([...inputShape.slice(0, -1), units], spec.useBias ? [kernel, bias] : [kernel]);
}
