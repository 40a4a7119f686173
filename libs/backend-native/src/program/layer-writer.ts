import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { ProgramWriter } from "./program-writer.js";

/** Writes a layer inside another one: its place, its code and its options. */
export type WriteInner = (plan: LayerPlan) => void;

/** How the layers of some types get into a program. */
export interface LayerWriter<Spec extends LayerSpec = LayerSpec> {
  /** Number of its reader in core/layers/read_layer.cpp. */
  readonly code: number;
  /** Whether it can end before its activation. */
  readonly givesLogits: boolean;
  /**
   * Writes the options, in the order in which the core reads them.
   * @throws UnsupportedModelError naming the option that the kernels lack
   */
  write(plan: LayerPlan<Spec>, program: ProgramWriter, writeInner: WriteInner): void;
}

/** Number of features of the first input. */
export function featuresOf({ inputShape }: LayerPlan): number {
  return inputShape.length === 0 ? 1 : featuresOfShape(inputShape);
}

/** Features of a value of this shape: all axes but that of time. */
export function featuresOfShape(shape: readonly number[]): number {
  return shape.length === 1 ? (shape[0] ?? 1) : shape.slice(1).reduce((product, size) => product * size, 1);
}
