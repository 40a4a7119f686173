import type { Shape } from "../model-plan.js";
import { wrongInput } from "./layer-shapes.js";

/** How a layer goes over the time steps, a window at a time. */
export interface Windows {
  /** Time steps from the first to the last that a window sees, both included. */
  readonly span: number;
  readonly strides: number;
  /** valid: whole windows only; same and causal: padded, so that a stride of 1 keeps the number of time steps. */
  readonly padding: "valid" | "same" | "causal";
}

/**
 * Number of windows over the time steps of (T, F).
 * @throws LayerMisfit where there is none
 */
export function windowCount({ span, strides, padding }: Windows, inputShape: Shape): number {
  const [timeSteps = 0] = inputShape;
  const last = padding === "valid" ? timeSteps - span : timeSteps - 1;
  if (last < 0) throw wrongInput(`sequences of at least ${span} time steps`, inputShape);
  return Math.floor(last / strides) + 1;
}
