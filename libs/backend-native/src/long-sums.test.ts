import type { MicroBatch } from "@lockstep/backend";
import { sampleOfStack, type Sample } from "@lockstep/backend/conformance";
import { afterAll, describe, expect, it } from "vitest";
import type { InstructionSet } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { openNativeBackend, type OpenedNativeBackend } from "./open-native-backend.js";
import { bytesOf, partsOf, withModel, type SampleResults } from "./testing/sample-results.js";

// Gradients of weights are sums over rows and time steps, which kernels take in several passes where there are many.

const addon = loadAddon();
const sets = addon.instructionSets();
const backends = new Map<InstructionSet, OpenedNativeBackend>();
afterAll(() => {
  for (const backend of backends.values()) backend.dispose();
});

function resultsOn(set: InstructionSet, sample: Sample): SampleResults {
  const backend = backends.get(set) ?? openNativeBackend({ instructionSet: set });
  backends.set(set, backend);
  return withModel(backend, sample, (resultsOf) => resultsOf(sample.batch));
}

/** Rows and time steps whose products are just below, at and beyond one, two and three passes. */
const sizes = [
  { rows: 9, timeSteps: 57, features: 5 },
  { rows: 16, timeSteps: 33, features: 17 },
  { rows: 33, timeSteps: 32, features: 5 },
  { rows: 41, timeSteps: 40, features: 3 },
];

const recurrent = {
  layers: [
    { type: "LSTM", units: 19, returnSequences: true },
    { type: "GRU", units: 17, returnSequences: true },
    { type: "Dense", units: 3 },
  ],
  scale: 0.2,
};

describe.each(["avx512", "avx2", "neon"] as const)("%s gives the portable bits of long sums", (set) => {
  const isHere = sets.includes(set);

  it.for(sizes)("of $rows rows of $timeSteps time steps", (size, { skip }) => {
    skip(!isHere, `this processor has ${sets.join(", ")}`);
    const sample = sampleOfStack(recurrent, size, 5);
    const expected = partsOf(resultsOn("portable", sample));
    for (const [part, values] of Object.entries(partsOf(resultsOn(set, sample)))) {
      const same = bytesOf(values).equals(bytesOf(expected[part] ?? new Float32Array()));
      expect(same, `${part} is the same to the bit`).toBe(true);
    }
  });
});

describe.each(sets)("%s", (set) => {
  it.for(sizes)("adds up gradients of $rows rows of $timeSteps time steps as float64 does", (size) => {
    const sample = sampleOfStack({ layers: [{ type: "Dense", units: 21 }] }, size, 6);
    const { gradient } = resultsOn(set, sample);
    const { sums, magnitudes } = denseGradient(sample.parameters, sample.batch, size.features);
    // Of n terms that are rounded one after the other: Higham, "Accuracy and Stability of Numerical Algorithms", 2002, (3.5).
    const bound = size.rows * size.timeSteps * 2 ** -24;
    sums.forEach((sum, i) => {
      expect(Math.abs((gradient[i] ?? NaN) - sum)).toBeLessThan(bound * (magnitudes[i] ?? NaN));
    });
  });
});

/**
 * The gradient of squared errors, of each time step the mean of its units', of y = x W + b in float64, and the sums of its terms'
 * magnitudes.
 */
function denseGradient(parameters: Float32Array, { inputs, y }: MicroBatch, features: number) {
  const units = parameters.length / (features + 1);
  const sums = new Float64Array(parameters.length);
  const magnitudes = new Float64Array(parameters.length);
  const x = inputs[0] ?? new Float32Array();
  for (let entry = 0; entry < x.length / features; entry++) {
    // The bias is a weight of 1.
    const row = [...x.subarray(entry * features, (entry + 1) * features), 1];
    for (let unit = 0; unit < units; unit++) {
      const weight = (feature: number) => parameters[feature * units + unit] ?? NaN;
      const output = row.reduce((sum, value, feature) => sum + value * weight(feature), 0);
      const slope = (2 * (output - (y[entry * units + unit] ?? NaN))) / units;
      row.forEach((value, feature) => {
        const at = feature * units + unit;
        sums[at] = (sums[at] ?? NaN) + slope * value;
        magnitudes[at] = (magnitudes[at] ?? NaN) + Math.abs(slope * value);
      });
    }
  }
  return { sums, magnitudes };
}
