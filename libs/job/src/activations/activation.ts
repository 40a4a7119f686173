import { choiceWithAliases } from "../fields.js";

/** Every activation that a job may name. */
export const activationNames = [
  "linear",
  "tanh",
  "sigmoid",
  "relu",
  "softmax",
  "hard_sigmoid",
  "elu",
  "selu",
  "softplus",
  "softsign",
  "silu",
  "gelu",
  "exponential",
  "leaky_relu",
  "relu6",
  "mish",
  "hard_silu",
  "log_sigmoid",
  "log_softmax",
  "celu",
] as const;

/** A function of the last axis (softmax, log_softmax) or of each element, by Keras's name and with its defaults. */
export type ActivationName = (typeof activationNames)[number];

export const activationSchema = choiceWithAliases(activationNames, {
  swish: "silu",
  hard_swish: "hard_silu",
}).meta({
  id: "Activation",
  description:
    "An activation with Keras's defaults: gelu is the exact one (by erf), leaky_relu has the slope 0.2; swish is silu, hard_swish is hard_silu.",
});

/** Schema of an activation with its default. */
export function activation(byDefault: ActivationName, what = "Activation") {
  return activationSchema.prefault(byDefault).describe(`${what}. Default: ${byDefault}.`);
}
