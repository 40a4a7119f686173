import type { GoldenDescription, GoldenFit, KerasObject } from "./golden-case.js";
import { kerasOptions, snakeCase } from "./keras-options.js";

/** Keras's short names of metrics and losses. */
const longNames: Readonly<Record<string, string>> = {
  mse: "mean_squared_error",
  mae: "mean_absolute_error",
  mape: "mean_absolute_percentage_error",
  msle: "mean_squared_logarithmic_error",
};

/** Keras layers as a job file has them, those inside wrappers, initialisers, regularisers and constraints too. */
export function layerOptions(layers: readonly KerasObject[]): Record<string, unknown>[] {
  return layers.map(kerasOptions);
}

/** A Keras loss as a job file has it: `{ type: "binary_crossentropy", fromLogits: true }`. */
export function lossOptions(loss: KerasObject): Record<string, unknown> {
  return { ...kerasOptions(loss), type: snakeCase(loss.class_name) };
}

/** A Keras optimizer as a job file has it, with its schedule where its learning rate is one. */
export function optimizerOptions(optimizer: KerasObject): Record<string, unknown> {
  return kerasOptions(optimizer);
}

/** A schedule of the learning rate as a job file has it. */
export function scheduleOptions(schedule: KerasObject): Record<string, unknown> {
  return kerasOptions(schedule);
}

/** A callback as a job file has it. */
export function callbackOptions(callback: KerasObject): Record<string, unknown> {
  return kerasOptions(callback);
}

/** Metrics as a job file has them, with the name that Keras's numbers have where it is another than the type. */
export function metricOptions(metrics: readonly string[]): Record<string, unknown>[] {
  return metrics.map((name) => {
    const type = longNames[name] ?? snakeCase(name);
    return type === name ? { type } : { type, name };
  });
}

/** Arguments of `model.fit` as a job file's `fit`. */
export function fitOptions(fit: GoldenFit): Record<string, unknown> {
  const { batch_size, epochs, shuffle, validation_split, class_weight, callbacks } = fit;
  return {
    batchSize: batch_size,
    epochs,
    shuffle,
    ...(validation_split !== undefined && { validationSplit: validation_split }),
    ...(class_weight !== undefined && { classWeight: class_weight }),
    ...(callbacks !== undefined && { callbacks: callbacks.map(callbackOptions) }),
  };
}

/** A fit or model case as a job file, but for its `data`. */
export function jobOptions(golden: GoldenDescription): Record<string, unknown> {
  const { layers = [], loss, optimizer, metrics, weightedMetrics, fit } = golden;
  return {
    name: golden.name,
    model: { layers: layerOptions(layers) },
    ...(loss !== undefined && { loss: lossOptions(loss) }),
    ...(optimizer !== undefined && { optimizer: optimizerOptions(optimizer) }),
    ...(metrics !== undefined && { metrics: metricOptions(metrics) }),
    ...(weightedMetrics !== undefined && { weightedMetrics: metricOptions(weightedMetrics) }),
    ...(fit !== undefined && { fit: fitOptions(fit) }),
  };
}
