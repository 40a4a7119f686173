import type { TargetRule } from "./losses/loss.js";
import { ObjectiveError } from "./objective-error.js";

/** Targets of many entries, with what decides which of them count. */
export interface CheckedTargets {
  readonly targets: Float32Array;
  readonly targetWidth: number;
  readonly entries: number;
  readonly entriesPerRow: number;
  readonly weights?: Float32Array | undefined;
  readonly mask?: Float32Array | undefined;
  /** A target that need not hold to the rule. */
  readonly ignored?: number | undefined;
}

/** @throws ObjectiveError naming the first target that counts and breaks the rule */
export function checkTargets(checked: CheckedTargets, rule: TargetRule): void {
  const { targets, targetWidth, entries, weights, mask, ignored } = checked;
  for (let entry = 0; entry < entries; entry++) {
    if (mask?.[entry] === 0 || weights?.[entry] === 0) continue;
    for (let i = entry * targetWidth; i < (entry + 1) * targetWidth; i++) {
      const target = targets[i] as number;
      if (rule.holds(target) || target === ignored) continue;
      throw new ObjectiveError(
        "wrong-target",
        `targets: ${placeOf(i, checked)}: expected ${rule.expected}, got ${target}`,
      );
    }
  }
}

/** Row, time step and place of a target, from 0. */
function placeOf(index: number, { targetWidth, entriesPerRow }: CheckedTargets): string {
  const entry = Math.floor(index / targetWidth);
  const parts = [`row ${Math.floor(entry / entriesPerRow)}`];
  if (entriesPerRow > 1) parts.push(`entry ${entry % entriesPerRow}`);
  if (targetWidth > 1) parts.push(`value ${index % targetWidth}`);
  return parts.join(", ");
}
