import type { MetricSpec } from "../metrics/metric.js";
import type { Refuse } from "./refuse.js";

/** The name of a metric in the history. */
export function nameOfMetric(metric: MetricSpec): string {
  return metric.name ?? metric.type;
}

/** No two metrics of one list have one name, and none has that of the loss. */
export function checkMetrics(
  metrics: readonly MetricSpec[],
  key: "metrics" | "weightedMetrics",
  refuse: Refuse,
): void {
  const seen = new Set<string>();
  metrics.forEach((metric, index) => {
    const name = nameOfMetric(metric);
    if (name === "loss")
      refuse([key, index, "name"], 'expected another name than "loss", which the loss has');
    if (seen.has(name)) refuse([key, index], `expected each metric once, got "${name}" again`);
    seen.add(name);
  });
}
