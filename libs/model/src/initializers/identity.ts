import type { Shape } from "../model-plan.js";
import { elements } from "./elements.js";

/** The matrix with `gain` on its diagonal and 0 elsewhere, as Keras's Identity; it may be rectangular. */
export function identity(shape: Shape, gain: number): Float32Array {
  const columns = shape.at(-1) ?? 1;
  return elements(shape, (index) => (Math.floor(index / columns) === index % columns ? gain : 0));
}
