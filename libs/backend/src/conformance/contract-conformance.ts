import { describe, expect, it, type TestContext } from "vitest";
import { BackendError } from "../backend-error.js";
import { sigmoid } from "@lockstep/objective";
import type { PreparedModel } from "../gradient-backend.js";
import { notebookObjective } from "./repeatability-conformance.js";
import { notebookSample, type Sample } from "./sample-models.js";
import { subject, type OpenBackend } from "./subject.js";

/** What callers may rely on besides the numbers. */
export function describeContract(openBackend: OpenBackend): void {
  describe("keeps the contract", () => {
    const backendOf = subject(openBackend);
    const prepared = (context: TestContext, sample: Sample): PreparedModel => {
      const model = backendOf(context).prepare(sample.plan, notebookObjective(sample.plan));
      model.setParameters(sample.parameters);
      return model;
    };

    it("evaluates to the statistics that come with the gradient", (context) => {
      const sample = notebookSample(9, 21);
      const model = prepared(context, sample);
      expect(model.evaluate(sample.batch)).toEqual(model.gradient(sample.batch).statistics);
      model.dispose();
    });

    it("predicts what the statistics were made of", (context) => {
      const sample = notebookSample(9, 22);
      const model = prepared(context, sample);
      const predictions = model.predict({ ...sample.batch, y: new Float32Array() });
      const objective = notebookObjective(sample.plan);
      const logits = predictions.map((p) => Math.log(p / (1 - p)));
      expect(predictions.every((p, i) => Math.abs(p - sigmoid(logits[i] ?? NaN)) < 1e-6)).toBe(true);
      const statistics = new Float64Array(objective.statisticsLength);
      objective.accumulate(sample.batch.rows, logits, sample.batch.y, statistics);
      const expected = objective.summarise(statistics);
      const summary = objective.summarise(model.evaluate(sample.batch));
      expect(summary.accuracy).toBe(expected.accuracy);
      expect(summary.loss).toBeCloseTo(expected.loss ?? NaN, 5);
      model.dispose();
    });

    it("copies parameters and leaves results alone", (context) => {
      const sample = notebookSample(16, 23);
      const parameters = sample.parameters.slice();
      const model = prepared(context, { ...sample, parameters });
      const first = model.gradient(sample.batch).gradient;
      const kept = first.slice();
      parameters.fill(0);
      expect(model.gradient(sample.batch).gradient).toEqual(kept);
      model.setParameters(parameters);
      expect(model.gradient(sample.batch).gradient).not.toEqual(kept);
      expect(first).toEqual(kept);
      model.dispose();
    });

    it("keeps models apart", (context) => {
      const [one, two] = [notebookSample(4, 24), notebookSample(4, 25)];
      const [first, second] = [prepared(context, one), prepared(context, two)];
      const before = first.gradient(one.batch).gradient;
      second.gradient(two.batch);
      second.dispose();
      expect(first.gradient(one.batch).gradient).toEqual(before);
      first.dispose();
    });

    it("refuses to compute without parameters", (context) => {
      const sample = notebookSample(4, 26);
      const model = backendOf(context).prepare(sample.plan, notebookObjective(sample.plan));
      expectRefusal(() => model.gradient(sample.batch), "not-ready", /setParameters/);
      model.dispose();
    });

    it("refuses arrays of the wrong length, naming what it expected", (context) => {
      const { plan, parameters, batch } = notebookSample(4, 27);
      const model = prepared(context, { plan, parameters, batch });
      const short = new Float32Array(3);
      expectRefusal(
        () => model.setParameters(short),
        "wrong-length",
        /^parameters: expected 131 values.*got 3/,
      );
      for (const call of ["gradient", "evaluate", "predict"] as const) {
        const x = () => model[call]({ ...batch, x: short });
        expectRefusal(x, "wrong-length", /^x: expected 40 values, shape \(4, 10, 1\), got 3/);
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
