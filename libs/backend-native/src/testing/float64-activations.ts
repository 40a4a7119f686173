import type { ActivationName } from "@lockstep/job";
import { erfc, exp, expm1, log, sigmoid, softplus, tanh } from "@lockstep/numerics";

interface ScalarFunction {
  readonly value: (z: number) => number;
  readonly derivative: (z: number) => number;
}

const hardSigmoid = (z: number) => Math.min(Math.max(z + 3, 0), 6) / 6;
const normalShare = (z: number) => 0.5 * erfc(-z * Math.SQRT1_2);
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

const elu: ScalarFunction = {
  value: (z) => (z > 0 ? z : expm1(z)),
  derivative: (z) => (z > 0 ? 1 : exp(z)),
};

/** Activations that are computed in float64, with the operations and the order that backends have in common. */
export const scalarActivations = {
  hard_sigmoid: { value: hardSigmoid, derivative: (z) => (z > -3 && z < 3 ? 1 / 6 : 0) },
  elu,
  celu: elu,
  selu: {
    value: (z) => seluScale * (z > 0 ? z : seluAlpha * expm1(z)),
    derivative: (z) => seluScale * (z > 0 ? 1 : seluAlpha * exp(z)),
  },
  softplus: { value: softplus, derivative: sigmoid },
  softsign: {
    value: (z) => z / (1 + Math.abs(z)),
    derivative: (z) => 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z))),
  },
  silu: {
    value: (z) => z * sigmoid(z),
    derivative: (z) => sigmoid(z) * (1 + z * sigmoid(-z)),
  },
  gelu: {
    value: (z) => z * normalShare(z),
    derivative: (z) => normalShare(z) + z * 0.3989422804014327 * exp(-0.5 * z * z),
  },
  exponential: { value: exp, derivative: exp },
  leaky_relu: { value: (z) => (z > 0 ? z : 0.2 * z), derivative: (z) => (z > 0 ? 1 : 0.2) },
  relu6: { value: (z) => Math.min(Math.max(z, 0), 6), derivative: (z) => (z > 0 && z < 6 ? 1 : 0) },
  mish: {
    value: (z) => z * tanh(softplus(z)),
    derivative: (z) => {
      const t = tanh(softplus(z));
      return t + z * (1 - t * t) * sigmoid(z);
    },
  },
  hard_silu: {
    value: (z) => z * hardSigmoid(z),
    derivative: (z) => hardSigmoid(z) + (z > -3 && z < 3 ? z / 6 : 0),
  },
  log_sigmoid: { value: (z) => -softplus(-z), derivative: (z) => sigmoid(-z) },
} satisfies Partial<Record<ActivationName, ScalarFunction>>;

interface RowFunction {
  readonly value: (row: Float32Array) => Float32Array;
  readonly gradient: (row: Float32Array, dOut: Float32Array) => Float32Array;
}

function shiftedExponentials(row: Float32Array) {
  let largest = -Infinity;
  for (const z of row) if (z > largest) largest = z;
  const terms = Float64Array.from(row, (z) => exp(z - largest));
  const sum = terms.reduce((total, term) => total + term, 0);
  return { largest, sum, shares: terms.map((term) => term / sum) };
}

export const rowActivations = {
  softmax: {
    value: (row) => Float32Array.from(shiftedExponentials(row).shares),
    gradient: (row, dOut) => {
      const { shares } = shiftedExponentials(row);
      const mean = shares.reduce((total, share, i) => total + share * (dOut[i] as number), 0);
      return dOut.map((d, i) => (shares[i] as number) * (d - mean));
    },
  },
  log_softmax: {
    value: (row) => {
      const { largest, sum } = shiftedExponentials(row);
      const logSum = log(sum);
      return row.map((z) => z - largest - logSum);
    },
    gradient: (row, dOut) => {
      const { shares } = shiftedExponentials(row);
      let total = 0;
      for (const d of dOut) total += d;
      return dOut.map((d, i) => d - (shares[i] as number) * total);
    },
  },
} satisfies Partial<Record<ActivationName, RowFunction>>;
