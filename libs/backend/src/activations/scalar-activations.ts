import { erfc, exp, expm1, sigmoid, softplus, tanh } from "@lockstep/numerics";
import type { ScalarActivation } from "./float64-activation.js";

/** Keras's slope of leaky_relu below zero. */
const leakySlope = 0.2;
/** alpha and scale of selu (Klambauer et al., 2017). */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;
/** 1 / sqrt(2 pi): the normal density at 0. */
const densityAtZero = 0.3989422804014327;

const hardSigmoid = (z: number) => Math.min(Math.max(z + 3, 0), 6) / 6;
/** The normal distribution's share below z. */
const normalShare = (z: number) => 0.5 * erfc(-z * Math.SQRT1_2);

function scalar(value: (z: number) => number, derivative: (z: number) => number): ScalarActivation {
  return { kind: "scalar", value, derivative };
}

const elu = scalar(
  (z) => (z > 0 ? z : expm1(z)),
  (z) => (z > 0 ? 1 : exp(z)),
);

/** Elementwise activations by Keras's name, with its constants. At a kink the derivative is TensorFlow's. */
export const scalarActivations = {
  hard_sigmoid: scalar(hardSigmoid, (z) => (z > -3 && z < 3 ? 1 / 6 : 0)),
  elu,
  celu: elu,
  selu: scalar(
    (z) => seluScale * (z > 0 ? z : seluAlpha * expm1(z)),
    (z) => seluScale * (z > 0 ? 1 : seluAlpha * exp(z)),
  ),
  softplus: scalar(softplus, sigmoid),
  softsign: scalar(
    (z) => z / (1 + Math.abs(z)),
    (z) => 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z))),
  ),
  silu: scalar(
    (z) => z * sigmoid(z),
    (z) => sigmoid(z) * (1 + z * sigmoid(-z)),
  ),
  gelu: scalar(
    (z) => z * normalShare(z),
    (z) => normalShare(z) + z * densityAtZero * exp(-0.5 * z * z),
  ),
  exponential: scalar(exp, exp),
  leaky_relu: scalar(
    (z) => (z > 0 ? z : leakySlope * z),
    (z) => (z > 0 ? 1 : leakySlope),
  ),
  relu6: scalar(
    (z) => Math.min(Math.max(z, 0), 6),
    (z) => (z > 0 && z < 6 ? 1 : 0),
  ),
  mish: scalar(
    (z) => z * tanh(softplus(z)),
    (z) => {
      const t = tanh(softplus(z));
      return t + z * (1 - t * t) * sigmoid(z);
    },
  ),
  hard_silu: scalar(
    (z) => z * hardSigmoid(z),
    (z) => hardSigmoid(z) + (z > -3 && z < 3 ? z / 6 : 0),
  ),
  log_sigmoid: scalar(
    (z) => -softplus(-z),
    (z) => sigmoid(-z),
  ),
} as const;
