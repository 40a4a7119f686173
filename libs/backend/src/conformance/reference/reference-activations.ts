import type { ActivationName } from "@lockstep/job";
import { erf } from "@lockstep/numerics";
import type { Vector } from "./reference-value.js";

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const relu6 = (z: number) => Math.min(Math.max(z, 0), 6);
const elu = (z: number) => (z > 0 ? z : Math.expm1(z));
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

const scalars: Readonly<Record<Exclude<ActivationName, "softmax" | "log_softmax">, (z: number) => number>> = {
  linear: (z) => z,
  tanh: Math.tanh,
  sigmoid,
  relu: (z) => Math.max(z, 0),
  hard_sigmoid: (z) => relu6(z + 3) / 6,
  elu,
  celu: elu,
  selu: (z) => seluScale * (z > 0 ? z : seluAlpha * Math.expm1(z)),
  softplus: (z) => Math.log1p(Math.exp(z)),
  softsign: (z) => z / (1 + Math.abs(z)),
  silu: (z) => z * sigmoid(z),
  gelu: (z) => (z / 2) * (1 + erf(z / Math.SQRT2)),
  exponential: Math.exp,
  leaky_relu: (z) => Math.max(z, 0.2 * z),
  relu6,
  mish: (z) => z * Math.tanh(Math.log1p(Math.exp(z))),
  hard_silu: (z) => (z * relu6(z + 3)) / 6,
  log_sigmoid: (z) => -Math.log1p(Math.exp(-z)),
};

/** An activation as its definition has it; meant for values of ordinary size. */
export function referenceActivation(name: ActivationName, z: Vector): number[] {
  if (name !== "softmax" && name !== "log_softmax") return z.map((value) => scalars[name](value));
  const sum = z.reduce((total, value) => total + Math.exp(value), 0);
  return z.map((value) => (name === "softmax" ? Math.exp(value) / sum : value - Math.log(sum)));
}
