import type { LossSpec, MetricSpec } from "@lockstep/job";
import type { Loss, LossFactory, OutputMeaning } from "./losses/loss.js";
import { lossRegistry } from "./losses/loss-registry.js";
import { historyNames } from "./metric-names.js";
import { directionOf } from "./metrics/metric-direction.js";
import type { Metric, MetricFactory, MetricSetting } from "./metrics/metric.js";
import { metricRegistry } from "./metrics/metric-registry.js";
import type { Objective } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import { outputMeaning, type ObjectiveModel } from "./output-meaning.js";
import { SummedObjective } from "./summed-objective.js";

/** The part of a job that says what is minimised and measured. */
export interface ObjectiveChoice {
  readonly loss: LossSpec;
  /** Measured without sample weights. */
  readonly metrics: readonly MetricSpec[];
  /** Measured with sample weights. Absent: none. */
  readonly weightedMetrics?: readonly MetricSpec[];
}

/**
 * The objective of a job on a model.
 * @throws ObjectiveError naming the loss or metric that does not exist or does not fit the model's output.
 */
export function objectiveOf(choice: ObjectiveChoice, model: ObjectiveModel): Objective {
  const { metrics, weightedMetrics = [] } = choice;
  const meaning = outputMeaning(model, choice.loss);
  const width = model.outputShape.at(-1) ?? 1;
  const loss = lossOf(choice.loss, width, meaning);
  const setting = { width, targetWidth: loss.targetWidth, meaning, hasSteps: model.outputShape.length > 1 };
  const names = historyNames(metrics.map(nameOf), weightedMetrics.map(nameOf));
  return new SummedObjective({
    lossSpec: choice.loss,
    loss,
    meaning,
    width,
    isTimed: model.outputTimed ?? model.outputShape.length > 1,
    metrics: [...metrics, ...weightedMetrics].map((spec, index) => ({
      name: names[index] ?? spec.type,
      spec,
      metric: metricOf(spec, setting),
      direction: directionOf(spec.type),
      isWeighted: index >= metrics.length,
    })),
  });
}

function lossOf(spec: LossSpec, width: number, meaning: OutputMeaning): Loss {
  if (!Object.hasOwn(lossRegistry, spec.type)) {
    const known = Object.keys(lossRegistry).join(", ");
    throw new ObjectiveError("unknown-loss", `loss: expected one of ${known}, got ${spec.type}`);
  }
  if (/^(sparse_)?categorical_crossentropy$/.test(spec.type) && width < 2) {
    throw new ObjectiveError(
      "wrong-output",
      `loss: ${spec.type}: expected an output of 2 values or more, got 1; binary_crossentropy takes two classes as one value`,
    );
  }
  // The registry has each factory under its own specs' type.
  const factory = lossRegistry[spec.type] as LossFactory<LossSpec>;
  return factory(spec, { width, isLogits: meaning !== "predictions" });
}

function metricOf(spec: MetricSpec, setting: MetricSetting): Metric {
  if (!Object.hasOwn(metricRegistry, spec.type)) {
    const known = Object.keys(metricRegistry).join(", ");
    throw new ObjectiveError("unknown-metric", `metrics: expected some of ${known}, got ${spec.type}`);
  }
  const factory = metricRegistry[spec.type] as MetricFactory<MetricSpec>;
  return factory(spec, setting);
}

/** The word by which the job names a metric. */
function nameOf({ type, name }: MetricSpec): string {
  return name ?? type;
}
