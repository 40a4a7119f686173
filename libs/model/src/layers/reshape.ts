import type { ReshapeSpec } from "@lockstep/job";
import { sizeOf } from "../initializers/elements.js";
import type { Shape } from "../model-plan.js";
import { LayerMisfit, plainShapes, showShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Reshape: the target shape, a size of -1 being what is left. */
export function reshapeShapes({ targetShape }: ReshapeSpec, inputShape: Shape): LayerShapes {
  const size = sizeOf(inputShape);
  const known = sizeOf(targetShape.filter((length) => length !== -1));
  const outputShape = targetShape.map((length) => (length === -1 ? size / known : length));
  const fits = outputShape.every((length) => Number.isInteger(length)) && sizeOf(outputShape) === size;
  if (fits) return plainShapes(outputShape);
  throw new LayerMisfit(
    `expected a targetShape of ${size} values, as the input ${showShape(inputShape)}, got ${showShape(targetShape)}`,
  );
}
