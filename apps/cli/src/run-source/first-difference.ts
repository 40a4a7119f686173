import type { StepEvent } from "./recorded-steps.js";
import type { StepsComparison } from "./run-difference.js";
import { stepDifference } from "./step-difference.js";

/** Draws the steps of two runs side by side until they part. */
export async function firstDifference(
  one: AsyncIterator<StepEvent>,
  other: AsyncIterator<StepEvent>,
): Promise<StepsComparison> {
  let digest = "";
  for (let common = 0; ; common++) {
    const [first, second] = await Promise.all([one.next(), other.next()]);
    if (first.done && second.done) return { outcome: "equal", steps: common, digest };
    if (first.done || second.done) return { outcome: "longer", common, longer: first.done ? 1 : 0 };
    const difference = stepDifference(first.value, second.value);
    if (difference) return { outcome: "different", difference };
    ({ digest } = first.value);
  }
}
