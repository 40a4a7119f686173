import { sizeOf } from "../initializers/elements.js";
import type { Shape } from "../model-plan.js";
import { plainShapes } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Flatten: all values in one vector. */
export function flattenShapes(inputShape: Shape): LayerShapes {
  return plainShapes([sizeOf(inputShape)]);
}
