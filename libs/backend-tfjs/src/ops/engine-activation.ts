/** The activations that every engine has, by Keras's name. */
export const engineActivations = ["linear", "tanh", "sigmoid", "relu"] as const;

export type EngineActivation = (typeof engineActivations)[number];

export function isEngineActivation(activation: string): activation is EngineActivation {
  return (engineActivations as readonly string[]).includes(activation);
}
