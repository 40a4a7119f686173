import { epochOrder } from "@lockstep/sequence-data";
import type { DataPart, Purpose, Round } from "./round.js";

export type RunKind = "train" | "evaluate" | "predict";

/** All that decides which sequences are computed when. */
export interface RunShape {
  readonly kind: RunKind;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly microBatchSize: number;
  readonly shuffle: boolean;
  /** Number of sequences of each part; 0 where there is none. */
  readonly sequences: Readonly<Record<DataPart, number>>;
}

/** Optimizer steps of the whole run. */
export function totalSteps(shape: RunShape): number {
  return shape.kind === "train" ? shape.epochs * stepsPerEpoch(shape) : 0;
}

/** ceil(N / batchSize): the partial last batch is kept, as Keras does. */
export function stepsPerEpoch(shape: RunShape): number {
  return Math.ceil(shape.sequences.train / shape.batchSize);
}

/** The rounds of a run, in order: each epoch's steps, its validation, and after the last epoch the test. */
export function* roundSchedule(shape: RunShape): Generator<Round, undefined> {
  const number = { next: 0, steps: 0 };
  if (shape.kind === "train") {
    for (let epoch = 0; epoch < shape.epochs; epoch++) {
      const order = epochOrder(shape.seed, epoch, shape.sequences.train, shape.shuffle);
      yield* rounds(shape, "gradient", "train", epoch, order, number);
      yield* rounds(shape, "evaluate", "validation", epoch, inOrder(shape.sequences.validation), number);
    }
  }
  const purpose = shape.kind === "predict" ? "predict" : "evaluate";
  yield* rounds(shape, purpose, "test", shape.epochs - 1, inOrder(shape.sequences.test), number);
  return undefined;
}

function* rounds(
  shape: RunShape,
  purpose: Purpose,
  part: DataPart,
  epoch: number,
  order: Uint32Array,
  number: { next: number; steps: number },
): Generator<Round> {
  const { batchSize, microBatchSize } = shape;
  const batches = Math.ceil(order.length / batchSize);
  for (let batch = 0; batch < batches; batch++) {
    const sequences = order.subarray(batch * batchSize, (batch + 1) * batchSize);
    const parametersVersion = purpose === "gradient" ? number.steps++ : number.steps;
    yield {
      number: number.next++,
      purpose,
      part,
      epoch,
      batch,
      batches,
      sequences,
      microBatchSize,
      parametersVersion,
    };
  }
}

function inOrder(sequences: number): Uint32Array {
  return Uint32Array.from({ length: sequences }, (_, index) => index);
}
