import type { CheckpointEntry } from "./checkpoint-names.js";

/**
 * Which checkpoints go when one was written: all but the newest few, milestones, and the newest best one. The one that
 * was written always stays.
 * @param valid what is there and valid, the new one included, in any order
 */
export function superseded(
  valid: readonly CheckpointEntry[],
  written: CheckpointEntry,
  keepLast: number,
): CheckpointEntry[] {
  const latest = valid
    .filter(({ keep }) => keep === "latest")
    .sort((a, b) => b.step - a.step)
    .slice(keepLast);
  const best = written.keep === "best" ? valid.filter(({ keep }) => keep === "best") : [];
  return [...latest, ...best].filter(({ name }) => name !== written.name);
}
