import type { Stretch, VectorOperation } from "@lockstep/numerics";

const { fround } = Math;

/** Decoupled weight decay (Loshchilov & Hutter 2019) as Keras computes it, in place: w -= w * decay * lr, biases included. */
export function decayWeights(
  parameters: Float32Array,
  stretch: Stretch,
  { weightDecay, learningRate }: { weightDecay: number; learningRate: number },
): VectorOperation {
  const decay = fround(weightDecay);
  return {
    name: "weight-decay",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [parameters],
    numbers: [decay, learningRate],
    over(begin, end) {
      for (let index = begin; index < end; index++) {
        const w = parameters[index] as number;
        parameters[index] = w - fround(fround(w * decay) * learningRate);
      }
    },
  };
}
