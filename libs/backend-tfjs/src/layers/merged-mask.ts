/**
 * Keras's mask of elementwise merging layers: a place counts where any input's does; without a mask as soon as one
 * input has none.
 */
export function mergedMask(masks: readonly (Float32Array | undefined)[]): { mask?: Float32Array } {
  const known = masks.filter((mask) => mask !== undefined);
  const [first] = known;
  if (first === undefined || known.length < masks.length) return {};
  return { mask: first.map((_, i) => (known.some((mask) => mask[i] === 1) ? 1 : 0)) };
}
