import { binaryCrossentropy } from "../losses/binary-crossentropy.js";
import { categoricalCrossentropy } from "../losses/categorical-crossentropy.js";
import type { LossFactory, OutputMeaning } from "../losses/loss.js";
import { sparseCategoricalCrossentropy } from "../losses/sparse-categorical-crossentropy.js";
import { meanLoss } from "./mean-metric.js";
import type { MetricFactory } from "./metric.js";
import { onClassNumbers, onValues } from "./metric-requirements.js";

interface CrossentropyOptions {
  readonly type: string;
  readonly fromLogits: boolean;
}

/** As a loss does, its metric works from the logits of its own activation where the objective has them. */
function crossentropyMetric<Spec extends CrossentropyOptions>(
  factory: LossFactory<Spec>,
  logits: OutputMeaning,
): MetricFactory<Spec> {
  return (spec, { width, meaning }) => {
    const hasLogits = meaning === logits;
    const loss = factory(spec, { width, isLogits: hasLogits || spec.fromLogits });
    return meanLoss(loss, ({ outputs, predictions, targets }, at) =>
      loss.entry(hasLogits ? outputs : predictions, targets, at, 1),
    );
  };
}

type Smoothed = CrossentropyOptions & { readonly labelSmoothing: number };

export const binaryCrossentropyMetric = onValues(
  crossentropyMetric<Smoothed>(binaryCrossentropy, "logits-of-sigmoid"),
);

export const categoricalCrossentropyMetric = onValues(
  crossentropyMetric<Smoothed>(categoricalCrossentropy, "logits-of-softmax"),
);

export const sparseCategoricalCrossentropyMetric = onClassNumbers(
  crossentropyMetric<CrossentropyOptions>(
    (_, setting) => sparseCategoricalCrossentropy({}, setting),
    "logits-of-softmax",
  ),
);
