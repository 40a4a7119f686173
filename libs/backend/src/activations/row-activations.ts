import { exp, log } from "@lockstep/numerics";
import type { RowActivation } from "./float64-activation.js";

/** exp(z - max z) of a row and the sum of these: never overflows. */
function shiftedExponentials(row: Float32Array): { terms: Float64Array; sum: number; largest: number } {
  let largest = -Infinity;
  // A NaN fails every comparison; it comes back in through the exponentials.
  for (const z of row) if (z > largest) largest = z;
  const terms = Float64Array.from(row, (z) => exp(z - largest));
  let sum = 0;
  for (const term of terms) sum += term;
  return { terms, sum, largest };
}

/** p_i = exp(z_i) / sum exp(z). */
const softmax: RowActivation = {
  kind: "row",
  value(row, target, start) {
    const { terms, sum } = shiftedExponentials(row);
    terms.forEach((term, i) => (target[start + i] = term / sum));
  },
  gradient(row, dOutput, target, start) {
    const { terms, sum } = shiftedExponentials(row);
    let mean = 0;
    terms.forEach((term, i) => (mean += (term / sum) * (dOutput[i] ?? NaN)));
    terms.forEach((term, i) => (target[start + i] = (term / sum) * ((dOutput[i] ?? NaN) - mean)));
  },
};

/** z_i - log sum exp(z). */
const logSoftmax: RowActivation = {
  kind: "row",
  value(row, target, start) {
    const { sum, largest } = shiftedExponentials(row);
    const logSum = log(sum);
    row.forEach((z, i) => (target[start + i] = z - largest - logSum));
  },
  gradient(row, dOutput, target, start) {
    const { terms, sum } = shiftedExponentials(row);
    let total = 0;
    for (const d of dOutput) total += d;
    terms.forEach((term, i) => (target[start + i] = (dOutput[i] ?? NaN) - (term / sum) * total));
  },
};

/** Activations along the last axis, by Keras's name. */
export const rowActivations = { softmax, log_softmax: logSoftmax } as const;
