import { choice } from "../fields.js";

export const activationNames = ["linear", "tanh", "sigmoid", "relu"] as const;

/** An elementwise function, by Keras's name. */
export type ActivationName = (typeof activationNames)[number];

/** Schema of an activation with its default. */
export function activation(byDefault: ActivationName) {
  return choice(activationNames)
    .default(byDefault)
    .describe(`Activation: ${activationNames.join(", ")}. Default: ${byDefault}.`);
}
