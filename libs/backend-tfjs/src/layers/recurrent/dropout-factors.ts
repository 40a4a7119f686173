import { dropoutMask, type BatchRandomness } from "@lockstep/backend";
import type { TensorOps } from "../../ops/tensor-ops.js";

/** Masks of inverted dropout, the same at every time step. */
export interface DropoutFactors<T> {
  /** For one time step, (B, size) each; none without dropout. */
  readonly step: readonly T[];
  /** For all time steps at once, (T * B, size) each. */
  readonly all: readonly T[];
}

export interface DropoutSizes {
  readonly ordinal: number;
  /** Number of the first mask, see `dropoutMask`. */
  readonly first: number;
  readonly count: number;
  readonly rate: number;
  /** Values for each sequence. */
  readonly size: number;
  readonly steps: number;
}

export const noDropout = { step: [], all: [] } as const;

/** Draws a layer's masks; none outside training or at rate 0. */
export function dropoutFactors<T>(
  ops: TensorOps<T>,
  random: BatchRandomness | undefined,
  { ordinal, first, count, rate, size, steps }: DropoutSizes,
): DropoutFactors<T> {
  if (random === undefined || rate === 0) return noDropout;
  const rows = random.sequences.length;
  const masks = Array.from({ length: count }, (_, k) =>
    dropoutMask({ random, ordinal, mask: first + k, rate, size }),
  );
  return {
    step: masks.map((mask) => ops.upload(mask, [rows, size])),
    all: masks.map((mask) => ops.upload(repeat(mask, steps), [steps * rows, size])),
  };
}

function repeat(values: Float32Array, times: number): Float32Array {
  const repeated = new Float32Array(values.length * times);
  for (let i = 0; i < times; i++) repeated.set(values, i * values.length);
  return repeated;
}
