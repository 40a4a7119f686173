import type { Shape } from "../model-plan.js";
import { LayerMisfit, sequenceShape, showShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/**
 * TimeDistributed on (T, F): the layer inside works on (F) and gives one vector for each time step.
 * @param shapesOfInner shapes of the layer inside for an input shape
 */
export function timeDistributedShapes(
  inputShape: Shape,
  shapesOfInner: (inputShape: Shape) => LayerShapes,
): LayerShapes {
  const { timeSteps, features } = sequenceShape(inputShape);
  const inner = shapesOfInner([features]);
  const [output = []] = inner.outputs;
  if (output.length !== 1) {
    throw new LayerMisfit(
      `layer: expected one that gives a vector for each time step, got ${showShape(output)} for each`,
    );
  }
  return {
    outputs: [[timeSteps, ...output]],
    weights: [],
    stateUnits: [],
    inner: [{ ...inner, inputShape: [features] }],
  };
}
