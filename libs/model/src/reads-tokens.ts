import type { ModelPlan } from "./model-plan.js";

/** Whether an input of the model holds the ids of tokens: an Embedding reads it. */
export function readsTokens({ layers }: Pick<ModelPlan, "layers">, input: number): boolean {
  return layers.some(({ spec, inputs }) => spec.type === "Embedding" && inputs.includes(input));
}
