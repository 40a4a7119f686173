import type { LossSpec } from "@lockstep/job";
import { sigmoid } from "@lockstep/numerics";
import type { Loss, OutputMeaning } from "./losses/loss.js";
import { ratio, type MeasuredBatch, type Metric, type MetricDirection } from "./metrics/metric.js";
import type { MetricDescription, ObjectiveDescription } from "./objective-description.js";
import type { Objective, OutputBatch } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import { softmax } from "./softmax.js";
import { checkTargets, type CheckedTargets } from "./target-check.js";

/** A metric under its name in the history. */
export interface NamedMetric extends MetricDescription {
  readonly metric: Metric;
  readonly direction: MetricDirection;
}

export interface SummedObjectiveParts {
  readonly lossSpec: LossSpec;
  readonly loss: Loss;
  readonly metrics: readonly NamedMetric[];
  readonly meaning: OutputMeaning;
  /** Values of an entry of the outputs. */
  readonly width: number;
  /** Whether the entries of a sequence are time steps. */
  readonly isTimed: boolean;
}

/** Places in the statistics vector; then those of each metric. */
const slots = { loss: 0, weight: 1, rows: 2, metrics: 3 } as const;

/** A loss and metrics summed entry by entry; an entry is one vector along the last axis of the output. */
export class SummedObjective implements Objective {
  readonly statisticsLength: number;
  readonly metricNames: readonly string[];
  readonly metricDirections: readonly MetricDirection[];
  readonly targetWidth: number;
  readonly fromLogits: boolean;
  readonly description: ObjectiveDescription;
  readonly #parts: SummedObjectiveParts;
  /** First place of each metric in the statistics. */
  readonly #offsets: readonly number[];
  /** Kept from batch to batch: predictions made from logits. */
  #predictions = new Float32Array(0);

  constructor(parts: SummedObjectiveParts) {
    this.#parts = parts;
    this.fromLogits = parts.meaning === "logits-of-sigmoid" || parts.meaning === "logits-of-softmax";
    this.description = descriptionOf(parts);
    this.targetWidth = parts.loss.targetWidth;
    this.metricNames = parts.metrics.map(({ name }) => name);
    this.metricDirections = parts.metrics.map(({ direction }) => direction);
    let offset: number = slots.metrics;
    this.#offsets = parts.metrics.map(({ metric }) => (offset += metric.length) - metric.length);
    this.statisticsLength = offset;
  }

  accumulate(batch: OutputBatch, statistics: Float64Array, gradient?: Float32Array): void {
    const checked = this.#check(batch, statistics, gradient);
    this.#addLoss(batch, checked, statistics, gradient);
    statistics[slots.rows] = (statistics[slots.rows] as number) + batch.rows;
    this.#addMetrics(batch, checked, statistics);
  }

  summarise(statistics: Float64Array): Readonly<Record<string, number>> {
    checkLength("statistics", statistics, this.statisticsLength);
    const loss = ratio(statistics[slots.loss] as number, statistics[slots.weight] as number);
    const values: Record<string, number> = { loss };
    this.#parts.metrics.forEach(({ name, metric }, index) => {
      values[name] = metric.result(this.#sumsOf(index, statistics));
    });
    return values;
  }

  /** Lengths of all arrays, and the targets that the loss looks at. */
  #check(batch: OutputBatch, statistics: Float64Array, gradient?: Float32Array): CheckedTargets {
    const { rows, outputs, targets, mask } = batch;
    const { loss, width } = this.#parts;
    const entries = outputs.length / width;
    const entriesPerRow = entries / rows;
    if (!Number.isInteger(entriesPerRow) || entriesPerRow < 1) {
      throw new ObjectiveError(
        "wrong-length",
        `outputs: expected a multiple of ${rows * width} values (${rows} rows of ${width}), got ${outputs.length}`,
      );
    }
    checkLength("targets", targets, entries * this.targetWidth, `${entries} of ${this.targetWidth}`);
    if (mask) checkLength("mask", mask, entries, "1 for each time step");
    if (gradient) checkLength("gradient", gradient, outputs.length);
    checkLength("statistics", statistics, this.statisticsLength);
    const weights = this.#weightsOf(batch, entries);
    const checked = { targets, targetWidth: this.targetWidth, entries, entriesPerRow, weights, mask };
    if (loss.targetRule) checkTargets({ ...checked, ignored: loss.ignoredTarget }, loss.targetRule);
    return checked;
  }

  /** Sample weights, one for each entry. */
  #weightsOf({ rows, weights }: OutputBatch, entries: number): Float32Array | undefined {
    if (weights === undefined || weights.length === entries) return weights;
    const perStep = this.#parts.isTimed ? `one for each of ${entries} time steps` : "one for each entry";
    const hint =
      weights.length === rows ? "; Keras has no rule for one weight of a sequence on many entries" : "";
    throw new ObjectiveError(
      "wrong-length",
      `weights: expected ${entries} values (${perStep}), got ${weights.length}${hint}`,
    );
  }

  #addLoss(
    { outputs, targets, mask }: OutputBatch,
    { entries, weights }: CheckedTargets,
    statistics: Float64Array,
    gradient?: Float32Array,
  ): void {
    const { loss, width } = this.#parts;
    const { ignoredTarget } = loss;
    let sum = 0;
    let valid = 0;
    for (let at = 0; at < entries; at++) {
      const isIgnored = ignoredTarget !== undefined && targets[at] === ignoredTarget;
      const isValid = mask?.[at] !== 0 && !isIgnored;
      if (isValid) valid += 1;
      const weight = isValid ? (weights ? (weights[at] as number) : 1) : 0;
      if (weight !== 0) sum += weight * loss.entry(outputs, targets, at, weight, gradient);
      else gradient?.fill(0, at * width, (at + 1) * width);
    }
    statistics[slots.loss] = (statistics[slots.loss] as number) + sum;
    statistics[slots.weight] = (statistics[slots.weight] as number) + valid;
  }

  #addMetrics({ outputs, mask }: OutputBatch, checked: CheckedTargets, statistics: Float64Array): void {
    const { metrics } = this.#parts;
    if (metrics.length === 0) return;
    const { entries, targets, weights } = checked;
    const predictions = this.#predictionsOf(outputs);
    const batch: MeasuredBatch = { entries, outputs, predictions, targets, ...(mask && { mask }) };
    const weighted = weights ? { ...batch, weights } : batch;
    metrics.forEach(({ metric, isWeighted }, index) => {
      const measured = isWeighted ? weighted : batch;
      if (metric.targetRule) checkTargets({ ...checked, weights: measured.weights }, metric.targetRule);
      metric.add(measured, this.#sumsOf(index, statistics));
    });
  }

  #predictionsOf(outputs: Float32Array): Float32Array {
    if (!this.fromLogits) return outputs;
    if (this.#predictions.length < outputs.length) this.#predictions = new Float32Array(outputs.length);
    const predictions = this.#predictions.subarray(0, outputs.length);
    if (this.#parts.meaning === "logits-of-softmax") softmax(outputs, this.#parts.width, predictions);
    else for (let i = 0; i < outputs.length; i++) predictions[i] = sigmoid(outputs[i] as number);
    return predictions;
  }

  #sumsOf(index: number, statistics: Float64Array): Float64Array {
    const offset = this.#offsets[index] ?? slots.metrics;
    return statistics.subarray(offset, offset + (this.#parts.metrics[index]?.metric.length ?? 0));
  }
}

function descriptionOf(parts: SummedObjectiveParts): ObjectiveDescription {
  const { lossSpec, metrics, meaning, width, isTimed } = parts;
  return {
    loss: lossSpec,
    metrics: metrics.map(({ name, spec, isWeighted }) => ({ name, spec, isWeighted })),
    meaning,
    width,
    isTimed,
  };
}

function checkLength(name: string, values: ArrayLike<number>, expected: number, meaning?: string): void {
  if (values.length === expected) return;
  const what = meaning === undefined ? "" : ` (${meaning})`;
  throw new ObjectiveError(
    "wrong-length",
    `${name}: expected ${expected} values${what}, got ${values.length}`,
  );
}
