import type { Measures } from "@lockstep/telemetry";
import { plainLine } from "./plain-text.js";
import type { StepDifference } from "../run-source/step-difference.js";

/**
 * The first step at which two accounts of a run part, a line each.
 * @param names of the two
 */
export function differenceLines(
  { step, epoch, digests, layers, measures }: StepDifference,
  names: readonly [string, string],
): readonly string[] {
  const lines = [`step ${step} (epoch ${epoch}) is the first that differs`];
  names.forEach((name, index) => {
    lines.push(`  ${name}: digest ${digests[index]}${measuresText(measures[index] ?? {})}`);
  });
  lines.push(
    layers.length === 0
      ? "  gradients: equal norms in every layer, so what differs is the update that was made of them"
      : `  gradients: other norms in ${layers.join(", ")}`,
  );
  return lines.map(plainLine);
}

/** With all digits: the first difference is in the last ones. */
function measuresText(measures: Measures): string {
  return Object.entries(measures)
    .map(([name, value]) => `, ${name} ${value}`)
    .join("");
}
