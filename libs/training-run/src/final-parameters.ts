import type { RunDefinition } from "./run-definition.js";

/** Whether what training leaves may be other parameters than its last step's: a version of their own. */
export function finalises({
  optimizer,
  callbacks = [],
}: Pick<RunDefinition, "optimizer" | "callbacks">): boolean {
  return (
    optimizer.keepsAverage ||
    callbacks.some((callback) => callback.type === "EarlyStopping" && callback.restoreBestWeights)
  );
}
