import { deviation } from "@lockstep/golden-cases";
import { gradientFlowLayers } from "@lockstep/model";
import { describe, expect } from "vitest";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { notebookObjective } from "./notebook-objective.js";
import { referenceFlow } from "./reference-flow.js";
import { notebookSample, rowsOf, sampleOf, stackNames, type Sample } from "./sample-models.js";

/** float32 gradients, squared. */
const closeness = 2e-5;
const sizes = { rows: 2, timeSteps: 5, features: 2 } as const;

const samples = stackNames
  .filter((name) => !name.startsWith("the activation"))
  .map((name) => ({ name, sample: sampleOf(name, sizes, 41) }))
  .filter(({ sample }) => gradientFlowLayers(sample.plan).length > 0);

/** How large d(loss)/d(h_t) is: against differences of the reference, and beside the gradient, which must not change. */
export function describeGradientFlow(openBackend: OpenBackend): void {
  describe("tells the gradient flow", () => {
    const it = backendTests(openBackend);

    it.for(samples)("of $name", ({ sample }, { backend }) => {
      const { plan, parameters, batch } = sample;
      const model = backend.prepare(plan, cotangentObjective(plan));
      model.setParameters(parameters);
      const plain = model.gradient(batch);
      const { gradient, statistics } = model.gradient(batch, { gradientFlow: true });
      model.dispose();
      const flow = statistics.subarray(plain.statistics.length);
      const expected = referenceFlow(plan, parameters, batch);
      expect(flow).toHaveLength(expected.length);
      expect(deviation(flow, expected)).toBeLessThan(closeness);
      expect(statistics.subarray(0, plain.statistics.length)).toEqual(plain.statistics);
      expect(gradient).toEqual(plain.gradient);
    });

    it("adds up over sequences", ({ backend }) => {
      const sample = notebookSample(6, 42);
      const model = backend.prepare(sample.plan, notebookObjective(sample.plan));
      model.setParameters(sample.parameters);
      const flowOf = (batch: Sample["batch"]) =>
        model.gradient(batch, { gradientFlow: true }).statistics.slice(-10);
      const parts = [flowOf(rowsOf(sample, 0, 2)), flowOf(rowsOf(sample, 2, 6))];
      const sum = parts.reduce((left, right) => left.map((value, i) => value + (right[i] ?? NaN)));
      expect(deviation(flowOf(sample.batch), sum)).toBeLessThan(closeness);
      expect(Math.min(...sum)).toBeGreaterThan(0);
      model.dispose();
    });
  });
}
