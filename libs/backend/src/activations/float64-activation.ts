import type { ActivationName } from "@lockstep/job";
import type { EngineActivation } from "../ops/engine-activation.js";
import { rowFunctions } from "./row-functions.js";
import { scalarFunctions } from "./scalar-functions.js";

/** An elementwise activation in float64. */
export interface ScalarFunction {
  readonly kind: "scalar";
  value(z: number): number;
  derivative(z: number): number;
}

/** An activation that mixes the values of a row, in float64. Both write (columns) to `target` from `start` on. */
export interface RowFunction {
  readonly kind: "row";
  value(row: Float32Array, target: Float32Array, start: number): void;
  /** d(loss)/d(row) from d(loss)/d(output). */
  gradient(row: Float32Array, dOutput: Float32Array, target: Float32Array, start: number): void;
}

export type HostFunction = ScalarFunction | RowFunction;

/** The activations that no engine needs to have. */
export type HostActivation = Exclude<ActivationName, EngineActivation>;

const hostFunctions: Readonly<Record<HostActivation, HostFunction>> = { ...scalarFunctions, ...rowFunctions };

export function hostFunctionOf(activation: HostActivation): HostFunction {
  return hostFunctions[activation];
}

/** f of every value, or of every row of `columns` values. */
export function evaluateOnHost(f: HostFunction, values: Float32Array, columns: number): Float32Array {
  if (f.kind === "scalar") return values.map((z) => f.value(z));
  const output = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    f.value(values.subarray(start, start + columns), output, start);
  }
  return output;
}

/** What the way back works on: the activation's input, and d(loss)/d(its output). */
export interface HostDerivative {
  readonly values: Float32Array;
  readonly dOutput: Float32Array;
  readonly columns: number;
}

/** d(loss)/d(values). */
export function differentiateOnHost(
  f: HostFunction,
  { values, dOutput, columns }: HostDerivative,
): Float32Array {
  if (f.kind === "scalar") return dOutput.map((d, i) => d * f.derivative(values[i] ?? NaN));
  const dInput = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    const end = start + columns;
    f.gradient(values.subarray(start, end), dOutput.subarray(start, end), dInput, start);
  }
  return dInput;
}
