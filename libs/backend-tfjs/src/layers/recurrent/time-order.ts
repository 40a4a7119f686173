/** Turns the order of the input into that of the computation, and back: they differ where a layer goes backwards. */
export function inOrder<Block>(blocks: readonly Block[], goBackwards: boolean): readonly Block[] {
  return goBackwards ? [...blocks].reverse() : blocks;
}

/** Blocks of time steps in the opposite order: (T * B), time step by time step. */
export function reverseMask(mask: Float32Array, steps: number): Float32Array {
  const rows = mask.length / steps;
  const reversed = new Float32Array(mask.length);
  for (let step = 0; step < steps; step++) {
    reversed.set(mask.subarray(step * rows, (step + 1) * rows), (steps - 1 - step) * rows);
  }
  return reversed;
}
