import type { GradientBackend, MicroBatch } from "@lockstep/backend";
import type { Sample } from "@lockstep/backend/conformance";
import { objectiveOf, type Objective } from "@lockstep/objective";

/** All that a model makes of a batch. */
export interface SampleResults {
  readonly gradient: Float32Array;
  readonly statistics: Float64Array;
  readonly states: Float32Array;
  readonly predictions: Float32Array;
  /** By input. */
  readonly inputGradients: readonly Float32Array[];
  /** Sums of the gradient flow. */
  readonly flow: Float64Array;
}

/** An objective that any output may have. */
export function squaredError({ plan }: Pick<Sample, "plan">): Objective {
  return objectiveOf({ loss: { type: "mean_squared_error" }, metrics: [] }, plan);
}

/** Prepares the model, and gives what computes results of its batches. */
export function withModel<Result>(
  backend: GradientBackend,
  sample: Sample,
  use: (resultsOf: (batch: MicroBatch) => SampleResults) => Result,
): Result {
  const model = backend.prepare(sample.plan, squaredError(sample));
  model.setParameters(sample.parameters);
  try {
    return use((batch) => {
      const { gradient, statistics, states } = model.gradient(batch);
      const { inputGradients = [] } = model.gradient(batch, { inputGradients: true });
      const { predictions } = model.predict(batch);
      const flow = model.gradient(batch, { gradientFlow: true }).statistics.slice(statistics.length);
      return { gradient, statistics, states, predictions, inputGradients, flow };
    });
  } finally {
    model.dispose();
  }
}

/** Results by what they are of. */
export type Parts = Readonly<Record<string, Float32Array | Float64Array>>;

export function partsOf({ inputGradients, ...others }: SampleResults): Parts {
  return { ...others, ...byInput(inputGradients) };
}

function byInput(gradients: readonly Float32Array[]): Parts {
  return Object.fromEntries(gradients.map((values, input) => [`gradient of input ${input}`, values]));
}

/** What rows have each for itself, of the sequences from `start` up to `end`. */
export function rowsOfResults(
  { states, predictions, inputGradients }: SampleResults,
  rows: number,
  { start, end }: { readonly start: number; readonly end: number },
): Parts {
  const cut = (values: Float32Array) => {
    const size = values.length / rows;
    return values.slice(start * size, end * size);
  };
  return { states: cut(states), predictions: cut(predictions), ...byInput(inputGradients.map(cut)) };
}

/** Little-endian, as they lie in memory. */
export function bytesOf(values: Float32Array | Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
