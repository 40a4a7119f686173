import type { LstmSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import type { LayerShapes } from "./layer-shapes.js";
import { recurrentShapes } from "./recurrent.js";

/** LSTM: weights (F, 4 units), (units, 4 units), (4 units), gates i, f, c, o; its states are h and c. */
export function lstmShapes(spec: LstmSpec, inputShape: Shape): LayerShapes {
  const { units, unitForgetBias, biasInitializer: bias } = spec;
  const biasInitializer = unitForgetBias ? ({ type: "UnitForgetBias", bias } as const) : bias;
  return recurrentShapes(spec, { gates: 4, states: 2, biasShape: [4 * units], biasInitializer }, inputShape);
}
