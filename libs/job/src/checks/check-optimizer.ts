import type { OptimizerSpec } from "../optimizers/optimizer.js";
import type { Refuse } from "./refuse.js";

/** At most one kind of clipping; no option without what it belongs to. */
export function checkOptimizer(optimizer: OptimizerSpec, refuse: Refuse): void {
  const given = (["clipnorm", "clipvalue", "globalClipnorm"] as const).filter(
    (key) => optimizer[key] !== undefined,
  );
  for (const key of given.slice(1)) {
    refuse(
      ["optimizer", key],
      `expected at most one of clipnorm, clipvalue and globalClipnorm, got ${given.join(" and ")}`,
    );
  }
  if (!optimizer.useEma && optimizer.emaOverwriteFrequency !== undefined) {
    refuse(["optimizer", "emaOverwriteFrequency"], "expected nothing unless useEma is true");
  }
}
