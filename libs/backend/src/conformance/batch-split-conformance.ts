import { deviation } from "@lockstep/golden-cases";
import * as fc from "fast-check";
import { describe, expect } from "vitest";
import type { MicroBatchSums, PreparedModel } from "../gradient-backend.js";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { rowsOf, sampleOf, stackNames, type Sample } from "./sample-models.js";

/** float32 sums in another order. */
const closeness = 1e-5;
const rows = 8;

/** A batch is the sum of its parts, however it is cut: what the cluster's promise stands on. */
export function describeBatchSplits(openBackend: OpenBackend): void {
  describe("computes a batch as the sum of its parts", () => {
    const it = backendTests(openBackend);

    it.for(stackNames.filter((name) => !name.startsWith("the activation")))("of %s", (stack, { backend }) => {
      const sample = sampleOf(stack, { rows, timeSteps: 5, features: 2 }, 7);
      const model = backend.prepare(sample.plan, cotangentObjective(sample.plan));
      model.setParameters(sample.parameters);
      const whole = model.gradient(sample.batch);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 1, max: rows - 1 }), { maxLength: rows }), (cuts) => {
          const parts = partsOf(model, sample, [0, ...cuts.sort((a, b) => a - b), rows]);
          expect(deviation(sumOf(parts.map(({ gradient }) => gradient)), whole.gradient)).toBeLessThan(
            closeness,
          );
          expect(deviation(sumOf(parts.map(({ statistics }) => statistics)), whole.statistics)).toBeLessThan(
            closeness,
          );
          const states = parts.flatMap((part) => [...part.states]);
          if (whole.states.length > 0) expect(deviation(states, whole.states)).toBeLessThan(closeness);
        }),
        { numRuns: 4, seed: 3 },
      );
      model.dispose();
    });
  });
}

function partsOf(model: PreparedModel, sample: Sample, bounds: readonly number[]): MicroBatchSums[] {
  return bounds.slice(1).map((end, part) => model.gradient(rowsOf(sample, bounds[part] ?? 0, end)));
}

function sumOf(arrays: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(arrays[0]?.length ?? 0);
  for (const values of arrays) sum.forEach((value, i) => (sum[i] = value + (values[i] ?? NaN)));
  return sum;
}
