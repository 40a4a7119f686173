import { choice } from "../fields.js";

export const initializerNames = ["glorot_uniform", "orthogonal", "zeros", "ones"] as const;

/** How a weight gets its first values, by Keras's name. */
export type InitializerName = (typeof initializerNames)[number];

/** Schema of the initialiser of one weight, with its default. */
export function initializer(weight: string, byDefault: InitializerName) {
  return choice(initializerNames)
    .default(byDefault)
    .describe(`First values of the ${weight}: ${initializerNames.join(", ")}. Default: ${byDefault}.`);
}
