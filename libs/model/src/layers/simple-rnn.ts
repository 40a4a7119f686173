import type { SimpleRnnSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import type { LayerShapes } from "./layer-shapes.js";
import { recurrentShapes } from "./recurrent.js";

/** SimpleRNN: weights (F, units), (units, units), (units); its state is its output. */
export function simpleRnnShapes(spec: SimpleRnnSpec, inputShape: Shape): LayerShapes {
  const { units, biasInitializer } = spec;
  return recurrentShapes(spec, { gates: 1, states: 1, biasShape: [units], biasInitializer }, inputShape);
}
