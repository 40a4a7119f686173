import type { Vector } from "./reference-value.js";

/** Windows along the time axis. */
export interface Windows {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: "valid" | "same" | "causal";
}

/** The steps of each window; undefined where a window reaches over an end. As TensorFlow pads. */
export function windowsOf(
  steps: readonly Vector[],
  { size, stride, dilation, padding }: Windows,
): readonly (readonly (Vector | undefined)[])[] {
  const reach = (size - 1) * dilation;
  const windows = Math.ceil(steps.length / stride);
  const missing = Math.max((windows - 1) * stride + reach + 1 - steps.length, 0);
  const before = { valid: 0, causal: reach, same: Math.floor(missing / 2) }[padding];
  const after = padding === "same" ? missing - before : 0;
  const padded = [
    ...new Array<undefined>(before).fill(undefined),
    ...steps,
    ...new Array<undefined>(after).fill(undefined),
  ];
  const made: (readonly (Vector | undefined)[])[] = [];
  for (let start = 0; start + reach < padded.length; start += stride) {
    made.push(Array.from({ length: size }, (_, place) => padded[start + place * dilation]));
  }
  return made;
}
