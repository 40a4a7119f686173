import { choice } from "../fields.js";

/** Every metric that a job may name. */
export const metricNames = ["accuracy", "binary_accuracy"] as const;

/** A metric, by Keras's name. */
export type MetricName = (typeof metricNames)[number];

export const metricSchema = choice(metricNames).describe(
  "accuracy (the kind that fits the loss) or binary_accuracy: share of outputs on the right side of 0.5.",
);
