import type { InitializerSpec } from "@lockstep/job";

/**
 * Bias of an LSTM whose forget gate starts open: of its four parts i, f, c, o the second is ones, the others are drawn
 * by the layer's own initialiser. What Keras's `unit_forget_bias` makes; a job cannot name it.
 */
export interface UnitForgetBias {
  readonly type: "UnitForgetBias";
  readonly bias: InitializerSpec;
}

/** How a weight gets its first values: as the job says, or as a layer composes it. */
export type WeightInitializer = InitializerSpec | UnitForgetBias;
