import { planModel } from "@lockstep/model";
import { describe, expect } from "vitest";
import type { GradientBackend, MicroBatch, NonFinitePlace } from "../gradient-backend.js";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { modelSpec, type LayerOptions } from "./model-spec.js";

const rows = 2;
const steps = 4;
const recurrent = { type: "SimpleRNN", name: "rnn", units: 1, activation: "linear", useBias: false };
const head = { type: "Dense", name: "head", units: 1, useBias: false };

interface Case {
  readonly layers: readonly LayerOptions[];
  /** Flat, in the plan's order. */
  readonly parameters: readonly number[];
  /** One value for every time step of both sequences. */
  readonly x: readonly number[];
  readonly y?: readonly number[];
}

function locate(
  backend: GradientBackend,
  { layers, parameters, x, y = [1, 1] }: Case,
): NonFinitePlace | undefined {
  const plan = planModel(modelSpec({ layers }), [steps, 1]);
  const model = backend.prepare(plan, cotangentObjective(plan));
  model.setParameters(Float32Array.from(parameters));
  const batch: MicroBatch = { rows, inputs: [Float32Array.from(x)], y: Float32Array.from(y) };
  const place = model.locateNonFinite(batch);
  model.dispose();
  return place;
}

const ones = [1, 1, 1, 1, 1, 1, 1, 1];

/** Layer, pass, row and time step of the first value that is not finite, in the order of computation. */
export function describeNonFiniteSearch(openBackend: OpenBackend): void {
  describe("finds the first value that is not finite", () => {
    const it = backendTests(openBackend);

    it("finds nothing where all is finite", ({ backend }) => {
      expect(locate(backend, { layers: [recurrent, head], parameters: [1, 1, 1], x: ones })).toBeUndefined();
    });

    it("names row and time step within a recurrent layer that gives its last output only", ({ backend }) => {
      // The second sequence grows by 1e20 at every step: it leaves float32 at the third.
      const x = [0, 0, 0, 0, 0, 1, 1, 1];
      expect(locate(backend, { layers: [recurrent, head], parameters: [1, 1e20, 1], x })).toEqual({
        layer: "rnn",
        pass: "forward",
        row: 1,
        timeStep: 3,
        value: Infinity,
      });
    });

    it("names the input's time step where a layer goes backwards", ({ backend }) => {
      const layers = [{ ...recurrent, goBackwards: true }, head];
      const x = [1, 1, 1, 0, 0, 0, 0, 0];
      expect(locate(backend, { layers, parameters: [1, 1e20, 1], x })).toMatchObject({
        layer: "rnn",
        row: 0,
        timeStep: 0,
      });
    });

    it("names the layer inside a Bidirectional", ({ backend }) => {
      const layers = [{ type: "Bidirectional", name: "both", layer: recurrent }, head];
      const parameters = [1, 0, 1, 1e20, 1, 1];
      const place = locate(backend, { layers, parameters, x: ones });
      expect(place).toMatchObject({ layer: "both/backward_rnn", pass: "forward", timeStep: 1 });
    });

    it("names the cell of stacked cells", ({ backend }) => {
      const cell = { type: "SimpleRNNCell", units: 1, activation: "linear", useBias: false };
      const layers = [{ type: "RNN", name: "stack", cells: [cell, cell] }, head];
      const place = locate(backend, { layers, parameters: [1, 0, 1, 1e30, 1], x: ones });
      expect(place).toMatchObject({ pass: "forward", row: 0, timeStep: 2 });
      expect(place?.layer).toMatch(/^stack\/.+_1$/);
    });

    it("names layers without time too", ({ backend }) => {
      const layers = [recurrent, { ...head, name: "first" }, head];
      const place = locate(backend, { layers, parameters: [1, 1, 3e38, 1], x: ones });
      expect(place).toEqual({ layer: "first", pass: "forward", row: 0, value: Infinity });
    });

    it("finds a gradient that explodes on the way back", ({ backend }) => {
      // Outputs stay at zero, but what comes back grows by 1e20 at every step.
      const x = [0, 0, 0, 0, 0, 0, 0, 0];
      const place = locate(backend, { layers: [recurrent, head], parameters: [1, 1e20, 1], x, y: [0, -1] });
      expect(place).toEqual({ layer: "rnn", pass: "backward", row: 1, timeStep: 1, value: -Infinity });
    });

    it("finds what the objective gives back", ({ backend }) => {
      const place = locate(backend, {
        layers: [recurrent, head],
        parameters: [1, 1, 1],
        x: ones,
        y: [1, NaN],
      });
      expect(place).toEqual({ layer: "head", pass: "backward", row: 1, value: NaN });
    });
  });
}
