import type { DenseSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { InputShapeMismatch } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Dense on (..., F): (..., units). Weights (F, units), (units). */
export function denseShapes(spec: DenseSpec, inputShape: Shape): LayerShapes {
  const features = inputShape.at(-1);
  if (features === undefined) throw new InputShapeMismatch("an input of shape (..., features)", inputShape);
  const { units } = spec;
  const bias = { name: "bias", shape: [units], initializer: spec.biasInitializer };
  return {
    outputShape: [...inputShape.slice(0, -1), units],
    weights: [
      { name: "kernel", shape: [features, units], initializer: spec.kernelInitializer },
      ...(spec.useBias ? [bias] : []),
    ],
  };
}
