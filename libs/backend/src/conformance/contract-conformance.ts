import { describe, expect } from "vitest";
import { BackendError } from "../backend-error.js";
import type { GradientBackend, PreparedModel } from "../gradient-backend.js";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { notebookObjective } from "./notebook-objective.js";
import { notebookSample, sampleOf, type Sample } from "./sample-models.js";

/** What callers may rely on besides the numbers. */
export function describeContract(openBackend: OpenBackend): void {
  describe("keeps the contract", () => {
    const it = backendTests(openBackend);

    it("evaluates to the statistics that come with the gradient", ({ backend }) => {
      const sample = notebookSample(9, 21);
      const model = prepared(backend, sample);
      const { statistics, states } = model.gradient(sample.batch);
      expect(model.evaluate(sample.batch)).toEqual({ statistics, states });
      model.dispose();
    });

    it("predicts what the statistics were made of", ({ backend }) => {
      const sample = notebookSample(9, 22);
      const model = prepared(backend, sample);
      const { predictions } = model.predict({ ...sample.batch, y: new Float32Array() });
      const objective = notebookObjective(sample.plan);
      const logits = predictions.map((p) => Math.log(p / (1 - p)));
      const statistics = new Float64Array(objective.statisticsLength);
      const { rows, y: targets } = sample.batch;
      objective.accumulate({ rows, outputs: logits, targets }, statistics);
      const expected = objective.summarise(statistics);
      const summary = objective.summarise(model.evaluate(sample.batch).statistics);
      expect(summary.accuracy).toBe(expected.accuracy);
      expect(summary.loss).toBeCloseTo(expected.loss ?? NaN, 5);
      model.dispose();
    });

    it("gives gradients of inputs only where they are asked for", ({ backend }) => {
      const sample = notebookSample(9, 28);
      const model = prepared(backend, sample);
      expect(model.gradient(sample.batch).inputGradients).toBeUndefined();
      const { inputGradients } = model.gradient(sample.batch, { inputGradients: true });
      expect(inputGradients?.map(({ length }) => length)).toEqual([90]);
      model.dispose();
    });

    it("draws masks while training only, for each step and sequence anew", ({ backend }) => {
      const sample = sampleOf(
        "dropout of values, of features and of each time step",
        { rows: 3, timeSteps: 4, features: 2 },
        29,
      );
      const model = backend.prepare(sample.plan, cotangentObjective(sample.plan));
      model.setParameters(sample.parameters);
      const { random, ...without } = sample.batch;
      if (random === undefined) throw new Error("expected a batch with random masks");
      const at = (changed: Partial<typeof random>) =>
        model.gradient({ ...without, random: { ...random, ...changed } }).gradient;
      const first = at({});
      const others = [{ step: 4 }, { seed: 30 }, { sequences: Uint32Array.of(5, 6, 7) }].map(at);
      for (const other of [...others, model.gradient(without).gradient]) expect(other).not.toEqual(first);
      expect(at({})).toEqual(first);
      model.dispose();
    });

    it("finds the first value that is not finite", ({ backend }) => {
      const sample = notebookSample(4, 34);
      const model = prepared(backend, sample);
      expect(model.locateNonFinite(sample.batch)).toBeUndefined();
      const x = sample.batch.inputs[0]?.slice() ?? new Float32Array();
      x[2 * 10 + 3] = NaN;
      const place = model.locateNonFinite({ ...sample.batch, inputs: [x] });
      expect(place).toEqual({ layer: "simple_rnn", pass: "forward", row: 2, timeStep: 3, value: NaN });
      model.dispose();
    });

    it("names row, time step and layer of a token that has no vector", ({ backend }) => {
      const sample = sampleOf("masked token embeddings", { rows: 3, timeSteps: 4, features: 1 }, 35);
      const model = backend.prepare(sample.plan, cotangentObjective(sample.plan));
      model.setParameters(sample.parameters);
      for (const token of [4, -1, 1.5, NaN]) {
        const x = sample.batch.inputs[0]?.slice() ?? new Float32Array();
        x[1 * 4 + 2] = token;
        const message = new RegExp(
          `embedding: row 1, time step 2: expected a token id from 0 to 3, got ${token}`,
        );
        expectRefusal(() => model.gradient({ ...sample.batch, inputs: [x] }), "wrong-value", message);
      }
      model.dispose();
    });

    it("copies parameters and leaves results alone", ({ backend }) => {
      const sample = notebookSample(16, 23);
      const parameters = sample.parameters.slice();
      const model = prepared(backend, { ...sample, parameters });
      const first = model.gradient(sample.batch).gradient;
      const kept = first.slice();
      parameters.fill(0);
      expect(model.gradient(sample.batch).gradient).toEqual(kept);
      model.setParameters(parameters);
      expect(model.gradient(sample.batch).gradient).not.toEqual(kept);
      expect(first).toEqual(kept);
      model.dispose();
    });

    it("keeps models apart", ({ backend }) => {
      const [one, two] = [notebookSample(4, 24), notebookSample(4, 25)];
      const [first, second] = [prepared(backend, one), prepared(backend, two)];
      const before = first.gradient(one.batch).gradient;
      second.gradient(two.batch);
      second.dispose();
      expect(first.gradient(one.batch).gradient).toEqual(before);
      first.dispose();
    });

    it("refuses to compute without parameters", ({ backend }) => {
      const sample = notebookSample(4, 26);
      const model = backend.prepare(sample.plan, notebookObjective(sample.plan));
      expectRefusal(() => model.gradient(sample.batch), "not-ready", /setParameters/);
      model.dispose();
    });

    it("refuses arrays of the wrong length, naming what it expected", ({ backend }) => {
      const { plan, parameters, batch } = notebookSample(4, 27);
      const model = prepared(backend, { plan, parameters, batch });
      const short = new Float32Array(3);
      expectRefusal(
        () => model.setParameters(short),
        "wrong-length",
        /^parameters: expected 131 values.*got 3/,
      );
      for (const call of ["gradient", "evaluate", "predict"] as const) {
        const x = () => model[call]({ ...batch, inputs: [short] });
        expectRefusal(x, "wrong-length", /^input: expected 40 values, shape \(4, 10, 1\), got 3/);
        expectRefusal(() => model[call]({ ...batch, rows: 0 }), "wrong-length", /^rows: .* got 0/);
      }
      for (const call of ["gradient", "evaluate"] as const) {
        const y = () => model[call]({ ...batch, y: short });
        expectRefusal(y, "wrong-length", /^y: expected 4 values, shape \(4, 1\), got 3/);
      }
      expect(model.gradient(batch).gradient).toHaveLength(plan.parameterCount);
      model.dispose();
    });
  });
}

function prepared(backend: GradientBackend, sample: Sample): PreparedModel {
  const model = backend.prepare(sample.plan, notebookObjective(sample.plan));
  model.setParameters(sample.parameters);
  return model;
}

function expectRefusal(call: () => unknown, code: string, message: RegExp): void {
  const error = errorOf(call);
  expect(error).toBeInstanceOf(BackendError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
}

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("expected a refusal, got a result");
}
