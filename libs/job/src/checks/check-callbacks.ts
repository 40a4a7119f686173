import type { MetricSpec } from "../metrics/metric.js";
import { suggestion } from "../nearest-name.js";
import type { OptimizerSpec } from "../optimizers/optimizer.js";
import type { CheckpointsSpec } from "../sections/checkpoints.js";
import type { DataSpec } from "../sections/data.js";
import type { FitSpec } from "../sections/fit.js";
import { nameOfMetric } from "./check-metrics.js";
import type { CheckPath, Refuse } from "./refuse.js";

interface Sections {
  readonly data: DataSpec;
  readonly fit: FitSpec;
  readonly metrics: readonly MetricSpec[];
  readonly weightedMetrics: readonly MetricSpec[];
  readonly optimizer: OptimizerSpec;
  readonly checkpoints: CheckpointsSpec;
}

/** A measure that something watches. */
interface Watched {
  readonly monitor: string;
  readonly mode: "auto" | "min" | "max";
}

/** Counts, of which nobody can say whether more is better. */
const undirected: readonly string[] = [
  "true_positives",
  "false_positives",
  "true_negatives",
  "false_negatives",
];

/** Callbacks and the best checkpoint watch what there is, and change what can be changed. */
export function checkCallbacks(sections: Sections, refuse: Refuse): void {
  const { data, fit, optimizer, checkpoints } = sections;
  const measures = new Map([["loss", "loss"], ...measuresOf(sections)]);
  const hasValidation = data.validation !== undefined || fit.validationSplit > 0;
  if (checkpoints.best)
    checkMonitor(checkpoints.best, measures, hasValidation, ["checkpoints", "best"], refuse);
  fit.callbacks.forEach((callback, index) => {
    const path = ["fit", "callbacks", index];
    if ("monitor" in callback) checkMonitor(callback, measures, hasValidation, path, refuse);
    if (callback.type === "ReduceLROnPlateau" && typeof optimizer.learningRate !== "number") {
      refuse(path, "expected a number as optimizer.learningRate with ReduceLROnPlateau, got a schedule");
    }
    if (fit.callbacks.findIndex(({ type }) => type === callback.type) < index && !("monitor" in callback)) {
      refuse(path, `expected ${callback.type} once`);
    }
  });
}

/** Type of each metric by its name in the history; a weighted one that shares its name is weighted_<name>. */
function measuresOf({ metrics, weightedMetrics }: Sections): [string, string][] {
  const names = metrics.map(nameOfMetric);
  return [
    ...metrics.map((metric): [string, string] => [nameOfMetric(metric), metric.type]),
    ...weightedMetrics.map((metric): [string, string] => {
      const name = nameOfMetric(metric);
      return [names.includes(name) ? `weighted_${name}` : name, metric.type];
    }),
  ];
}

function checkMonitor(
  { monitor, mode }: Watched,
  measures: ReadonlyMap<string, string>,
  hasValidation: boolean,
  path: CheckPath,
  refuse: Refuse,
): void {
  const measure = measures.has(monitor) ? monitor : monitor.replace(/^val_/, "");
  const type = measures.get(measure);
  const names = [...measures.keys()];
  if (type === undefined) {
    const known = hasValidation ? [...names, ...names.map((name) => `val_${name}`)] : names;
    const message = `expected one of ${known.join(", ")}, got "${monitor}"${suggestion(monitor, known)}`;
    refuse([...path, "monitor"], message);
  } else if (measure !== monitor && !hasValidation) {
    const message = `expected data.validation or fit.validationSplit for "${monitor}", got neither`;
    refuse([...path, "monitor"], message);
  }
  if (mode === "auto" && type !== undefined && undirected.includes(type)) {
    refuse(
      [...path, "mode"],
      `expected "min" or "max" for ${monitor}, as counts have no better side, got "auto"`,
    );
  }
}
