import type { ActivationName } from "@lockstep/job";
import { rowActivations } from "./row-activations.js";
import { scalarActivations } from "./scalar-activations.js";

/** An elementwise activation in float64. */
export interface ScalarActivation {
  readonly kind: "scalar";
  value(z: number): number;
  derivative(z: number): number;
}

/** An activation that mixes the values of a row, in float64. Both write (columns) to `target` from `start` on. */
export interface RowActivation {
  readonly kind: "row";
  value(row: Float32Array, target: Float32Array, start: number): void;
  /** d(loss)/d(row) from d(loss)/d(output). */
  gradient(row: Float32Array, dOutput: Float32Array, target: Float32Array, start: number): void;
}

export type Float64Activation = ScalarActivation | RowActivation;

const activations = {
  ...scalarActivations,
  ...rowActivations,
} as const satisfies Readonly<Partial<Record<ActivationName, Float64Activation>>>;

/** The activations whose bits are those of float64 in this order of operations, whatever computes them. */
export type Float64ActivationName = keyof typeof activations;

export const float64ActivationNames = Object.keys(activations) as readonly Float64ActivationName[];

export function float64Activation(name: Float64ActivationName): Float64Activation {
  return activations[name];
}

/** f of every value, or of every row of `columns` values. */
export function evaluateActivation(
  f: Float64Activation,
  values: Float32Array,
  columns: number,
): Float32Array {
  if (f.kind === "scalar") return values.map((z) => f.value(z));
  const output = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    f.value(values.subarray(start, start + columns), output, start);
  }
  return output;
}

/** What the way back works on: the activation's input, and d(loss)/d(its output). */
export interface ActivationDerivative {
  readonly values: Float32Array;
  readonly dOutput: Float32Array;
  readonly columns: number;
}

/** d(loss)/d(values). */
export function differentiateActivation(
  f: Float64Activation,
  { values, dOutput, columns }: ActivationDerivative,
): Float32Array {
  if (f.kind === "scalar") return dOutput.map((d, i) => d * f.derivative(values[i] ?? NaN));
  const dInput = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    const end = start + columns;
    f.gradient(values.subarray(start, end), dOutput.subarray(start, end), dInput, start);
  }
  return dInput;
}
