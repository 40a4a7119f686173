import type { GruSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import type { LayerShapes } from "./layer-shapes.js";
import { recurrentShapes } from "./recurrent.js";

/**
 * GRU: weights (F, 3 units), (units, 3 units), gates z, r, h; with resetAfter a bias of the input and one of the state,
 * (2, 3 units), else (3 units). Its state is its output.
 */
export function gruShapes(spec: GruSpec, inputShape: Shape): LayerShapes {
  const { units, resetAfter, biasInitializer } = spec;
  const biasShape = resetAfter ? [2, 3 * units] : [3 * units];
  return recurrentShapes(spec, { gates: 3, states: 1, biasShape, biasInitializer }, inputShape);
}
