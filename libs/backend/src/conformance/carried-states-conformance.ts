import { deviation } from "@lockstep/golden-cases";
import { planModel } from "@lockstep/model";
import { describe, expect } from "vitest";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { modelSpec } from "./model-spec.js";
import { sampleValues } from "./sample-values.js";

const closeness = 2e-6;
const sizes = { rows: 3, timeSteps: 6, features: 2 } as const;

const layers = {
  "a SimpleRNN": [{ type: "SimpleRNN", units: 3, returnSequences: true }],
  "an LSTM": [{ type: "LSTM", units: 3, returnSequences: true }],
  "a GRU": [{ type: "GRU", units: 3, returnSequences: true }],
  "stacked layers": [
    { type: "LSTM", units: 3, returnSequences: true },
    { type: "GRU", units: 2, returnSequences: true, resetAfter: false },
    { type: "Dense", units: 2 },
  ],
  "stacked cells": [
    {
      type: "RNN",
      returnSequences: true,
      cells: [
        { type: "LSTMCell", units: 2 },
        { type: "GRUCell", units: 3 },
      ],
    },
  ],
} as const;

/** Truncated sequences: what is carried from part to part leaves the forward pass as it is. */
export function describeCarriedStates(openBackend: OpenBackend): void {
  describe("goes on where it stopped", () => {
    const it = backendTests(openBackend);

    it.for(Object.keys(layers) as (keyof typeof layers)[])("with %s", (name, { backend }) => {
      const { rows, timeSteps, features } = sizes;
      const plan = planModel(modelSpec({ layers: layers[name] }), [timeSteps, features], {
        carryStates: true,
      });
      const model = backend.prepare(plan, cotangentObjective(plan));
      model.setParameters(sampleValues(5, plan.parameterCount, 0.8));
      const x = sampleValues(6, rows * timeSteps * features);
      // The last step of the first part is masked: the state stays.
      const mask = new Float32Array(rows * timeSteps).map((_, i) => (i % timeSteps === 1 ? 0 : 1));
      const whole = model.predict({ rows, inputs: [x], y: new Float32Array(), mask });
      const part = (from: number, to: number, states?: Float32Array) =>
        model.predict({
          rows,
          inputs: [stepsOf(x, features, from, to)],
          y: new Float32Array(),
          mask: stepsOf(mask, 1, from, to),
          timeSteps: to - from,
          ...(states && { states }),
        });
      const first = part(0, 3);
      const second = part(3, timeSteps, first.states);
      model.dispose();
      const width = plan.outputShape.at(-1) ?? 1;
      expect(deviation(first.predictions, stepsOf(whole.predictions, width, 0, 3))).toBeLessThan(closeness);
      const rest = stepsOf(whole.predictions, width, 3, timeSteps);
      expect(deviation(second.predictions, rest)).toBeLessThan(closeness);
      expect(deviation(second.states, whole.states)).toBeLessThan(closeness);
    });
  });
}

/** Time steps `from` up to `to` of (B, T, width). */
function stepsOf(values: Float32Array, width: number, from: number, to: number): Float32Array {
  return values.filter((_, i) => {
    const step = Math.floor(i / width) % sizes.timeSteps;
    return step >= from && step < to;
  });
}
