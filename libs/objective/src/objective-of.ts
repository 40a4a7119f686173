import type { LossSpec, MetricName } from "@lockstep/job";
import type { Loss, OutputMeaning } from "./losses/loss.js";
import { lossRegistry } from "./losses/loss-registry.js";
import { metricRegistry } from "./metrics/metric-registry.js";
import type { Objective } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import { outputMeaning, type ObjectiveModel } from "./output-meaning.js";
import { SummedObjective } from "./summed-objective.js";

/** The part of a job that says what is minimised and measured. */
export interface ObjectiveChoice {
  readonly loss: LossSpec;
  readonly metrics: readonly MetricName[];
}

/**
 * The objective of a job on a model.
 * @throws ObjectiveError naming the loss or metric that does not exist or does not fit the model's output.
 */
export function objectiveOf(choice: ObjectiveChoice, model: ObjectiveModel): Objective {
  const meaning = outputMeaning(model, choice.loss.fromLogits);
  return new SummedObjective(
    meaning,
    lossNamed(choice.loss.type, meaning),
    metricsNamed(choice.metrics, model),
    model.outputShape,
  );
}

function lossNamed(name: LossSpec["type"], meaning: OutputMeaning): Loss {
  if (Object.hasOwn(lossRegistry, name)) return lossRegistry[name](meaning);
  throw new ObjectiveError(
    "unknown-loss",
    `loss: expected one of ${Object.keys(lossRegistry).join(", ")}, got ${name}`,
  );
}

function metricsNamed(names: readonly MetricName[], model: ObjectiveModel) {
  const width = model.outputShape.at(-1) ?? 1;
  return names.map((name) => {
    if (Object.hasOwn(metricRegistry, name)) return { name, metric: metricRegistry[name](width) };
    const known = Object.keys(metricRegistry).join(", ");
    throw new ObjectiveError("unknown-metric", `metrics: expected some of ${known}, got ${name}`);
  });
}
