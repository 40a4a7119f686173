import type { LayerSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { denseShapes } from "./dense.js";
import type { LayerShapes } from "./layer-shapes.js";
import { simpleRnnShapes } from "./simple-rnn.js";

/** Shapes of any layer: a further one is a file beside this one and a case here. */
export function shapesOfLayer(spec: LayerSpec, inputShape: Shape): LayerShapes {
  switch (spec.type) {
    case "SimpleRNN":
      return simpleRnnShapes(spec, inputShape);
    case "Dense":
      return denseShapes(spec, inputShape);
  }
}
