import type { BenchmarkShape } from "./shape.js";

const gates = { SimpleRNN: 1, GRU: 3, LSTM: 4 } as const;

/**
 * Floating-point operations of the matrix products of one training step, a multiplication and an addition counting as
 * two. With B sequences, T time steps, I features, H units and G gates a direction of the layer has
 *
 *   forward            x W and h U                      2 B T G H (I + H)
 *   gradient of W, U   x' dz and h' dz                  2 B T G H (I + H)
 *   gradient of h      dz U'                            2 B T G H H
 *
 * and none for the gradient of x: it is the first layer. The dense head has three products of 2 B H. Activations,
 * biases, loss and optimizer are not counted: the figure is what no arrangement of the arithmetic can do without.
 */
export function trainingFlops(shape: BenchmarkShape): number {
  const { layer, bidirectional, units, batchSize, timeSteps, features } = shape;
  const directions = bidirectional ? 2 : 1;
  const perDirection = 2 * batchSize * timeSteps * gates[layer] * units * (2 * (features + units) + units);
  return directions * (perDirection + 3 * 2 * batchSize * units);
}

/** Of the product of two square float32 matrices. */
export function productFlops(size: number): number {
  return 2 * size ** 3;
}
