/** Place of the largest of `width` values from `start`, counted from there; of equals the first. */
export function firstLargest(values: Float32Array, start: number, width: number): number {
  let best = start;
  for (let i = start + 1; i < start + width; i++) {
    if ((values[i] as number) > (values[best] as number)) best = i;
  }
  return best - start;
}
