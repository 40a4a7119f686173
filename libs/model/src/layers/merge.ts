import type { ConcatenateSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { LayerMisfit, plainShapes, showShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Add, Subtract, Multiply, Average, Maximum, Minimum: element by element, so of equal shapes. */
export function mergeShapes(inputShapes: readonly Shape[]): LayerShapes {
  const [first = []] = inputShapes;
  if (inputShapes.every((shape) => showShape(shape) === showShape(first))) return plainShapes(first);
  throw new LayerMisfit(`expected inputs of one shape, got ${inputShapes.map(showShape).join(", ")}`);
}

/** Whether a Concatenate puts one sequence after another in time, for inputs of a shape. */
export function concatenatesTime({ axis }: ConcatenateSpec, inputShape: Shape): boolean {
  return axis === 1 && inputShape.length > 1;
}

/** Concatenate: sizes on the axis add up, the others are equal. Axis 1 counts the batch, as in Keras. */
export function concatenateShapes(spec: ConcatenateSpec, inputShapes: readonly Shape[]): LayerShapes {
  const [first = []] = inputShapes;
  const axis = concatenatesTime(spec, first) ? 0 : first.length - 1;
  const others = (shape: Shape) => showShape(shape.with(axis, 0));
  if (inputShapes.some((shape) => shape.length !== first.length || others(shape) !== others(first))) {
    const what = axis === first.length - 1 ? "features" : "time steps";
    throw new LayerMisfit(
      `expected inputs of one shape but for their ${what}, got ${inputShapes.map(showShape).join(", ")}`,
    );
  }
  return plainShapes(
    first.with(
      axis,
      inputShapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0),
    ),
  );
}
