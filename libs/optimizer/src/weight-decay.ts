import type { Stretch } from "./rules/update-rule.js";

const { fround } = Math;

/** Decoupled weight decay (Loshchilov & Hutter 2019) as Keras computes it, in place: w -= w * decay * lr, biases included. */
export function decayWeights(
  parameters: Float32Array,
  { begin, end }: Stretch,
  { weightDecay, learningRate }: { weightDecay: number; learningRate: number },
): void {
  const decay = fround(weightDecay);
  for (let index = begin; index < end; index++) {
    const w = parameters[index] as number;
    parameters[index] = w - fround(fround(w * decay) * learningRate);
  }
}
