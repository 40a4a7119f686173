import type { MetricName } from "@lockstep/job";
import { binaryAccuracy } from "./binary-accuracy.js";
import { categoricalAccuracy } from "./categorical-accuracy.js";
import type { MetricFactory } from "./metric.js";

/** Keras takes `accuracy` by the shapes: binary for a single output, categorical for several. */
const accuracy: MetricFactory = (width) => (width === 1 ? binaryAccuracy(width) : categoricalAccuracy(width));

/** Every metric by Keras's name. A further metric is one more file and one more line here. */
export const metricRegistry: Readonly<Record<MetricName, MetricFactory>> = {
  accuracy,
  binary_accuracy: binaryAccuracy,
};
