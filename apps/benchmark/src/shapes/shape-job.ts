import { parseJobValue, type Job } from "@lockstep/job";
import type { BenchmarkShape } from "./shape.js";

/** Of every contender's Adam. */
export const adam = { learningRate: 0.001, epsilon: 1e-7 } as const;

/** How much of it is trained, and how it is cut. */
export interface JobSize {
  /** Of an epoch. */
  readonly steps: number;
  readonly epochs: number;
  /** Default: the job file's own, see `defaultMicroBatchSize`. */
  readonly microBatchSize?: number;
  /** Default: the shape's. */
  readonly batchSize?: number;
  readonly checkpoints?: object;
}

/** A training of the shape on random data, without a test. */
export function shapeJob(shape: BenchmarkShape, size: JobSize): Job {
  const { timeSteps, features } = shape;
  const batchSize = size.batchSize ?? shape.batchSize;
  return parseJobValue({
    name: `benchmark-${shape.id}`,
    seed: 7,
    data: { train: { random: { sequences: size.steps * batchSize, timeSteps, features, labels: "binary" } } },
    model: { layers: [recurrentLayer(shape), { type: "Dense", units: 1, activation: "sigmoid" }] },
    loss: "binary_crossentropy",
    metrics: ["accuracy"],
    optimizer: { type: "Adam", ...adam },
    fit: { epochs: size.epochs, batchSize },
    ...(size.microBatchSize === undefined ? {} : { cluster: { microBatchSize: size.microBatchSize } }),
    checkpoints: size.checkpoints ?? {},
  });
}

function recurrentLayer({ layer, units, bidirectional }: BenchmarkShape): object {
  const recurrent = { type: layer, units };
  return bidirectional ? { type: "Bidirectional", layer: recurrent } : recurrent;
}
