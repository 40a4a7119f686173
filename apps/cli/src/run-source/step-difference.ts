import type { Measures } from "@lockstep/telemetry";
import type { StepEvent } from "./recorded-steps.js";

/** What two accounts of one step say differently. */
export interface StepDifference {
  readonly step: number;
  readonly epoch: number;
  readonly digests: readonly [string, string];
  /** Layers whose gradients have other norms, in the model's order. Empty: none. */
  readonly layers: readonly string[];
  /** Measures of the step's global batch. */
  readonly measures: readonly [Measures, Measures];
}

/** Undefined where the parameters after the step are the same bit for bit. */
export function stepDifference(one: StepEvent, other: StepEvent): StepDifference | undefined {
  if (one.digest === other.digest) return undefined;
  return {
    step: one.step,
    epoch: one.epoch,
    digests: [one.digest, other.digest],
    layers: differentLayers(one.gradientNorms, other.gradientNorms),
    measures: [one.measures, other.measures],
  };
}

/** Layers that only one of the two has are different too. */
function differentLayers(one: StepEvent["gradientNorms"], other: StepEvent["gradientNorms"]): string[] {
  const layers = new Set([...Object.keys(one), ...Object.keys(other)]);
  // Not by ===: a norm that is no number is the same as another such.
  return [...layers].filter((layer) => !Object.is(one[layer], other[layer]));
}
