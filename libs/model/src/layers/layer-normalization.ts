import type { LayerNormalizationSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** LayerNormalization on (..., F): the same. Weights gamma (F) with scale, beta (F) with center. */
export function layerNormalizationShapes(spec: LayerNormalizationSpec, inputShape: Shape): LayerShapes {
  const shape = inputShape.slice(-1);
  const gamma = {
    name: "gamma",
    shape,
    initializer: spec.gammaInitializer,
    regularizer: spec.gammaRegularizer,
    constraint: spec.gammaConstraint,
  };
  const beta = {
    name: "beta",
    shape,
    initializer: spec.betaInitializer,
    regularizer: spec.betaRegularizer,
    constraint: spec.betaConstraint,
  };
  return plainShapes(inputShape, [...(spec.scale ? [gamma] : []), ...(spec.center ? [beta] : [])]);
}
