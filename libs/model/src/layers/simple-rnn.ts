import type { SimpleRnnSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { InputShapeMismatch } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** SimpleRNN on (T, F): (units), or (T, units) with returnSequences. Weights (F, units), (units, units), (units). */
export function simpleRnnShapes(spec: SimpleRnnSpec, inputShape: Shape): LayerShapes {
  const [timeSteps, features, ...more] = inputShape;
  if (timeSteps === undefined || features === undefined || more.length > 0) {
    throw new InputShapeMismatch("input sequences of shape (timeSteps, features)", inputShape);
  }
  const { units } = spec;
  const bias = { name: "bias", shape: [units], initializer: spec.biasInitializer };
  return {
    outputShape: spec.returnSequences ? [timeSteps, units] : [units],
    weights: [
      { name: "kernel", shape: [features, units], initializer: spec.kernelInitializer },
      { name: "recurrent_kernel", shape: [units, units], initializer: spec.recurrentInitializer },
      ...(spec.useBias ? [bias] : []),
    ],
  };
}
