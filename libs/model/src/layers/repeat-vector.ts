import type { RepeatVectorSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes, wrongInput } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** RepeatVector on (F): (n, F). */
export function repeatVectorShapes({ n }: RepeatVectorSpec, inputShape: Shape): LayerShapes {
  if (inputShape.length !== 1) throw wrongInput("a vector of shape (features)", inputShape);
  return plainShapes([n, ...inputShape]);
}
