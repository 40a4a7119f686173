import type { OptimizerSpec } from "@lockstep/job";

/** Keras's defaults, by the job's names. */
const defaults = {
  SGD: { learningRate: 0.01, momentum: 0, nesterov: false },
  Adam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false },
  AdamW: {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    amsgrad: false,
    weightDecay: 0.004,
  },
  Adamax: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  Nadam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  RMSprop: { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  Adagrad: { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 },
  Adadelta: { learningRate: 0.001, rho: 0.95, epsilon: 1e-7 },
  Lion: { learningRate: 0.001, beta1: 0.9, beta2: 0.99 },
} as const;

const common = { useEma: false, emaMomentum: 0.99 };

/** An optimizer with Keras's defaults for what is left out. */
export function optimizerSpec(options: { type: string } & Record<string, unknown>): OptimizerSpec {
  if (!(options.type in defaults)) throw new Error(`no such optimizer: ${options.type}`);
  return {
    ...common,
    ...defaults[options.type as keyof typeof defaults],
    ...options,
  } as unknown as OptimizerSpec;
}
