import { TensorAssembler, type PredictionsResponse } from "@lockstep/protocol";
import { ClientError } from "./client-error.js";

/** What a model says of some sequences. */
export interface Predictions {
  /** (N, ...output shape). */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
  /** By class number, where the model's training data have labels. */
  readonly classLabels?: readonly string[];
}

/** Largest answer that is taken, in bytes. */
const maxPredictionsBytes = 2 ** 32 - 4;

/** Puts the pieces together. @throws {ClientError} where they are no tensor of the shape. */
export async function collectPredictions(pieces: AsyncIterable<PredictionsResponse>): Promise<Predictions> {
  let shape: readonly number[] | undefined;
  let transfer = 0;
  const classLabels: string[] = [];
  const assembler = new TensorAssembler(0);
  for await (const piece of pieces) {
    if (shape === undefined) {
      shape = checkShape(piece.shape ?? []);
      assembler.allow(byteLength(shape));
    }
    for (const label of piece.classLabels ?? []) classLabels.push(label);
    // No values at all: nothing to put together.
    if (!piece.frame?.totalBytes) continue;
    assembler.accept(piece.frame);
    transfer = piece.frame.transfer ?? 0;
  }
  if (shape === undefined) throw new ClientError("protocol", "predictions: expected a shape, got nothing");
  const values = assembler.take("predictions", { transfer, totalBytes: byteLength(shape) });
  return { shape, values, ...(classLabels.length > 0 ? { classLabels } : {}) };
}

function checkShape(shape: readonly number[]): readonly number[] {
  if (shape.length === 0 || byteLength(shape) > maxPredictionsBytes) {
    throw new ClientError(
      "protocol",
      `predictions.shape: expected (N, ...) of at most 4 GiB, got [${shape.join(", ")}]`,
    );
  }
  return shape;
}

function byteLength(shape: readonly number[]): number {
  return 4 * shape.reduce((product, size) => product * size, 1);
}
