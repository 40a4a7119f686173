import type { Loss, OutputMeaning } from "./losses/loss.js";
import type { Metric } from "./metrics/metric.js";
import type { Objective } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import { sigmoid } from "./sigmoid.js";

/** A metric under the name that the job gave it. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: Metric;
}

/** Places in the statistics vector; then two for each metric: its sum and the number of entries in that sum. */
const slots = { loss: 0, weight: 1, rows: 2, metrics: 3 } as const;

/** A loss and metrics summed entry by entry; an entry is one vector along the last axis of the output. */
export class SummedObjective implements Objective {
  readonly statisticsLength: number;
  readonly metricNames: readonly string[];
  readonly fromLogits: boolean;
  readonly #width: number;
  readonly #entriesPerRow: number;

  constructor(
    meaning: OutputMeaning,
    private readonly loss: Loss,
    private readonly metrics: readonly NamedMetric[],
    outputShape: readonly number[],
  ) {
    this.fromLogits = meaning === "logits-of-sigmoid";
    this.metricNames = metrics.map(({ name }) => name);
    this.statisticsLength = slots.metrics + 2 * metrics.length;
    this.#width = outputShape.at(-1) ?? 1;
    this.#entriesPerRow = outputShape.slice(0, -1).reduce((product, size) => product * size, 1);
  }

  accumulate(
    rows: number,
    outputs: Float32Array,
    targets: Float32Array,
    statistics: Float64Array,
    gradient?: Float32Array,
  ): void {
    const entries = rows * this.#entriesPerRow;
    this.#checkLengths(entries * this.#width, { outputs, targets, ...(gradient && { gradient }) });
    checkLength("statistics", statistics, this.statisticsLength);
    this.#addLoss(entries, outputs, targets, statistics);
    add(statistics, slots.rows, rows);
    this.#addMetrics(entries, outputs, targets, statistics);
    if (gradient) this.#differentiate(entries, outputs, targets, gradient);
  }

  summarise(statistics: Float64Array): Readonly<Record<string, number>> {
    checkLength("statistics", statistics, this.statisticsLength);
    const means: Record<string, number> = { loss: mean(statistics, slots.loss, slots.weight) };
    this.metricNames.forEach((name, index) => {
      const slot = slots.metrics + 2 * index;
      means[name] = mean(statistics, slot, slot + 1);
    });
    return means;
  }

  #addLoss(entries: number, outputs: Float32Array, targets: Float32Array, statistics: Float64Array): void {
    let sum = 0;
    for (let entry = 0; entry < entries; entry++) {
      sum += this.loss.value(outputs, targets, entry * this.#width, this.#width);
    }
    add(statistics, slots.loss, sum);
    add(statistics, slots.weight, entries);
  }

  #addMetrics(entries: number, outputs: Float32Array, targets: Float32Array, statistics: Float64Array): void {
    if (this.metrics.length === 0) return;
    const predictions = this.fromLogits ? outputs.map(sigmoid) : outputs;
    this.metrics.forEach(({ metric }, index) => {
      let sum = 0;
      for (let entry = 0; entry < entries; entry++) {
        sum += metric.value(predictions, targets, entry * this.#width, this.#width);
      }
      add(statistics, slots.metrics + 2 * index, sum);
      add(statistics, slots.metrics + 2 * index + 1, entries);
    });
  }

  #differentiate(
    entries: number,
    outputs: Float32Array,
    targets: Float32Array,
    gradient: Float32Array,
  ): void {
    for (let entry = 0; entry < entries; entry++) {
      this.loss.differentiate(outputs, targets, entry * this.#width, this.#width, gradient);
    }
  }

  #checkLengths(expected: number, arrays: Readonly<Record<string, Float32Array>>): void {
    for (const [name, values] of Object.entries(arrays)) checkLength(name, values, expected);
  }
}

function checkLength(name: string, values: ArrayLike<number>, expected: number): void {
  if (values.length === expected) return;
  throw new ObjectiveError("wrong-length", `${name}: expected ${expected} values, got ${values.length}`);
}

function add(statistics: Float64Array, slot: number, value: number): void {
  statistics[slot] = (statistics[slot] ?? 0) + value;
}

function mean(statistics: Float64Array, sumSlot: number, countSlot: number): number {
  const count = statistics[countSlot] ?? 0;
  if (count > 0) return (statistics[sumSlot] ?? 0) / count;
  throw new ObjectiveError(
    "no-entries",
    `statistics: expected a count above 0 at place ${countSlot}, got ${count}`,
  );
}
