import { ObjectiveError } from "../objective-error.js";
import type { MetricFactory } from "./metric.js";

interface Named {
  readonly type: string;
}

/** A metric of targets that have a value for each value of the outputs. */
export function onValues<Spec extends Named>(factory: MetricFactory<Spec>): MetricFactory<Spec> {
  return (spec, setting) => {
    if (setting.targetWidth === setting.width) return factory(spec, setting);
    const { width } = setting;
    throw wrongMetric(
      spec,
      `expected a loss with ${width} target values for ${width} outputs, got one whose targets are class numbers`,
    );
  };
}

/** A metric of targets that are class numbers. */
export function onClassNumbers<Spec extends Named>(factory: MetricFactory<Spec>): MetricFactory<Spec> {
  return (spec, setting) => {
    if (setting.targetWidth === 1) return factory(spec, setting);
    throw wrongMetric(
      spec,
      `expected a loss whose targets are class numbers, got one with ${setting.targetWidth} target values`,
    );
  };
}

/** A metric that Keras has for outputs of shape (sequences, values) alone. */
export function onSequences<Spec extends Named>(factory: MetricFactory<Spec>): MetricFactory<Spec> {
  return (spec, setting) => {
    if (!setting.hasSteps) return factory(spec, setting);
    throw wrongMetric(spec, "expected one output vector for a sequence, got one for each time step");
  };
}

export function wrongMetric({ type }: Named, message: string): ObjectiveError {
  return new ObjectiveError("wrong-metric", `metrics: ${type}: ${message}`);
}
