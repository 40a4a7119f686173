import type { MetricSpec } from "../metrics/metric.js";
import type { Refuse } from "./refuse.js";

/** The name of a metric in the history. */
export function nameOfMetric(metric: MetricSpec): string {
  return metric.name ?? metric.type;
}

/** Names that the history has for something else. */
const isTaken = (name: string): boolean =>
  name === "loss" || name === "learning_rate" || name === "epoch" || name.startsWith("val_");

/** No two metrics of one list have one name, and none has one of the history's own. */
export function checkMetrics(
  metrics: readonly MetricSpec[],
  key: "metrics" | "weightedMetrics",
  refuse: Refuse,
): void {
  const seen = new Set<string>();
  metrics.forEach((metric, index) => {
    const name = nameOfMetric(metric);
    if (isTaken(name)) {
      refuse(
        [key, index, "name"],
        `expected another name than loss, learning_rate, epoch and val_..., which the history has, got "${name}"`,
      );
    }
    if (seen.has(name)) refuse([key, index], `expected each metric once, got "${name}" again`);
    seen.add(name);
  });
}
