import type { LayerNormalizationSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { hostKernel } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";

/**
 * (x - mean) / sqrt(variance + epsilon) * gamma + beta, mean and variance over the features of each time step; in
 * float64. The mask passes. Parameters: gamma (features) if scaled, beta (features) if centred.
 */
export function layerNormalizationKernel<T>(
  plan: LayerPlan<LayerNormalizationSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  const { scale, center, epsilon } = plan.spec;
  return hostKernel(ops, ({ input, parameters }) => {
    const gamma = scale ? parameters[0] : undefined;
    const beta = center ? parameters[scale ? 1 : 0] : undefined;
    const normalised = normalise(input.matrix, input.features, epsilon);
    const output = Float32Array.from(
      normalised.values,
      (value, i) => value * (gamma?.[i % input.features] ?? 1) + (beta?.[i % input.features] ?? 0),
    );
    return {
      output: { ...input, matrix: output },
      backward: (dOutput) => ({
        inputs: [inputGradient(dOutput, normalised, gamma)],
        parameters: [
          ...(scale ? [featureSums(dOutput, input.features, normalised.values)] : []),
          ...(center ? [featureSums(dOutput, input.features)] : []),
        ],
      }),
    };
  });
}

/** Vectors of mean 0 and variance 1. */
interface Normalised {
  /** (vectors, features). */
  readonly values: Float64Array;
  /** 1 / sqrt(variance + epsilon), (vectors). */
  readonly inverses: Float64Array;
  readonly features: number;
}

function normalise(matrix: Float32Array, features: number, epsilon: number): Normalised {
  const values = new Float64Array(matrix.length);
  const inverses = new Float64Array(matrix.length / features);
  inverses.forEach((_, vector) => {
    const start = vector * features;
    const row = matrix.subarray(start, start + features);
    let sum = 0;
    for (const value of row) sum += value;
    const mean = sum / features;
    let squares = 0;
    for (const value of row) squares += (value - mean) * (value - mean);
    const inverse = 1 / Math.sqrt(squares / features + epsilon);
    row.forEach((value, i) => (values[start + i] = (value - mean) * inverse));
    inverses[vector] = inverse;
  });
  return { values, inverses, features };
}

/** With g = dOutput * gamma: inverse * (g - mean(g) - normalised * mean(g * normalised)). */
function inputGradient(
  dOutput: Float32Array,
  { values, inverses, features }: Normalised,
  gamma: Float32Array | undefined,
): Float32Array {
  const dInput = new Float32Array(dOutput.length);
  inverses.forEach((inverse, vector) => {
    const start = vector * features;
    const dNormalised = (i: number) => (dOutput[start + i] ?? NaN) * (gamma?.[i] ?? 1);
    let sum = 0;
    let product = 0;
    for (let i = 0; i < features; i++) {
      sum += dNormalised(i);
      product += dNormalised(i) * (values[start + i] ?? NaN);
    }
    for (let i = 0; i < features; i++) {
      const centred = dNormalised(i) - sum / features - ((values[start + i] ?? NaN) * product) / features;
      dInput[start + i] = inverse * centred;
    }
  });
  return dInput;
}

/** Sum over vectors of dOutput, times `factors` where given; (features). */
function featureSums(dOutput: Float32Array, features: number, factors?: Float64Array): Float32Array {
  const sums = new Float64Array(features);
  dOutput.forEach((value, i) => {
    sums[i % features] = (sums[i % features] ?? NaN) + value * (factors?.[i] ?? 1);
  });
  return Float32Array.from(sums);
}
