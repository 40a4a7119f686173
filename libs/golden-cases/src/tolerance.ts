import type { GoldenDescription, GoldenKind } from "./golden-case.js";

/** Least tolerance by kind, as golden/README.md has it. */
const floors: Readonly<Record<GoldenKind, number>> = {
  layer: 2e-6,
  loss: 2e-6,
  model: 2e-6,
  optimizer: 5e-6,
  schedule: 5e-6,
  fit: 2e-5,
};

/** How many times Keras's own float32 deviation is allowed. */
const multiple = 4;

/**
 * Largest deviation that a float32 implementation may have from the float64 values of a case.
 * @param name of the tensor or number, such as `gradients/dense/kernel`; its first part counts
 */
export function tolerance(
  goldenCase: Pick<GoldenDescription, "kind" | "float32Deviation">,
  name: string,
): number {
  const firstPart = name.split("/", 1).join("").replace(/64$/, "");
  return Math.max(multiple * (goldenCase.float32Deviation[firstPart] ?? 0), floors[goldenCase.kind]);
}

/**
 * Largest |value - value64| over the largest |value64| of a tensor (absolute where all of value64 is zero). NaN where
 * a value is NaN, so that comparing with a tolerance fails.
 */
export function deviation(values: ArrayLike<number>, values64: ArrayLike<number>): number {
  if (values.length !== values64.length || values.length === 0) {
    throw new Error(`deviation: expected ${values64.length} values (at least 1), got ${values.length}`);
  }
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    // Math.max hands NaN on.
    difference = Math.max(difference, Math.abs(Number(values[i]) - Number(values64[i])));
    largest = Math.max(largest, Math.abs(Number(values64[i])));
  }
  return largest === 0 ? difference : difference / largest;
}
