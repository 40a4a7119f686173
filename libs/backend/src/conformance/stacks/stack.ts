import type { LayerOptions } from "../model-spec.js";

/** A model to try, and what a batch for it must have. */
export interface Stack {
  readonly layers: readonly LayerOptions[];
  readonly inputs?: readonly LayerOptions[];
  /** Units of the inputs after the first, which are vectors. */
  readonly vectors?: readonly number[];
  /** Number of tokens: the first input holds ids below. */
  readonly tokens?: number;
  /** A mask of the first input: any, or one that leaves something of each sequence. */
  readonly mask?: "any" | "some";
  /** Some time steps are all zero, for Masking to find: outputs jump there, so that there is no derivative. */
  readonly zeroSteps?: boolean;
  /** Draws dropout masks. */
  readonly training?: boolean;
  /** Largest parameter; smaller where values would grow from step to step. */
  readonly scale?: number;
  /** Fewest time steps that make sense. */
  readonly minTimeSteps?: number;
  /** Batches are shorter than the plan. */
  readonly shorter?: boolean;
  /** Every recurrent layer carries its states. */
  readonly carryStates?: boolean;
}

/** Models by what is tried. */
export type Stacks = Readonly<Record<string, Stack>>;
