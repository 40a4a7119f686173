import { planModel } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import { checkInputs, checkParameters, checkTargets } from "./array-checks.js";
import { BackendError, UnsupportedModelError } from "./backend-error.js";
import { modelSpec } from "./conformance/model-spec.js";
import type { MicroBatch } from "./gradient-backend.js";

const layers = [
  { type: "SimpleRNN", name: "rnn", units: 2, returnSequences: true, stateful: true },
  { type: "RepeatVector", name: "repeated", n: 3, inputs: ["context"] },
  { type: "Concatenate", inputs: ["rnn", "repeated"] },
];
const inputs = [{ name: "series" }, { name: "context" }];
const plan = planModel(modelSpec({ layers, inputs }), [[3, 4], [5]]);
const values = (length: number) => new Float32Array(length);
const sequences = new Uint32Array(6);

/** Of 6 rows; everything that a batch may have. */
const batch: MicroBatch = {
  rows: 6,
  inputs: [values(72), values(30)],
  y: values(126),
  mask: values(18),
  states: values(12),
  weights: values(18),
  random: { seed: 1, step: 0, sequences },
};
const targets = { entries: 3, targetWidth: 7, timed: true };

describe("accepts arrays that fit the plan", () => {
  it("with everything that a batch may have", () => {
    expect(() => {
      checkInputs(plan, batch);
      checkTargets(batch, targets);
      checkParameters(plan, values(plan.parameterCount));
    }).not.toThrow();
  });

  it("with fewer time steps than the plan's", () => {
    const short = { ...batch, timeSteps: 2, inputs: [values(48), values(30)], mask: values(12) };
    expect(() => checkInputs(plan, short)).not.toThrow();
  });

  it("with one weight a row", () => {
    expect(() => checkTargets({ ...batch, weights: values(6) }, targets)).not.toThrow();
  });
});

describe("names the array, the shape that was expected and the length that came", () => {
  it.each<[Partial<MicroBatch>, string]>([
    [{ inputs: [values(71), values(30)] }, "series: expected 72 values, shape (6, 3, 4), got 71"],
    [{ inputs: [values(72), values(31)] }, "context: expected 30 values, shape (6, 5), got 31"],
    [{ inputs: [values(72)] }, "inputs: expected 2 arrays (series, context), got 1"],
    [{ timeSteps: 2 }, "series: expected 48 values, shape (6, 2, 4), got 72"],
    [{ mask: values(6) }, "mask: expected 18 values, shape (6, 3), got 6"],
    [{ states: values(6) }, "states: expected 12 values, shape (6, 2), got 6"],
    [
      { random: { seed: 1, step: 0, sequences: sequences.subarray(1) } },
      "random.sequences: expected 6 values, shape (6), got 5",
    ],
    [{ rows: 0 }, "rows: expected a whole number of at least 1, got 0"],
    [{ rows: 1.5 }, "rows: expected a whole number of at least 1, got 1.5"],
    [{ rows: NaN }, "rows: expected a whole number of at least 1, got NaN"],
    [{ timeSteps: 0 }, "timeSteps: expected a whole number of at least 1, got 0"],
  ])("of inputs: %o", (changed, message) => {
    const check = () => checkInputs(plan, { ...batch, ...changed });
    expect(check).toThrow(BackendError);
    expect(check).toThrow(message);
  });

  it.each<[Partial<MicroBatch>, string]>([
    [{ y: values(18) }, "y: expected 126 values, shape (6, 3, 7), got 18"],
    [{ weights: values(3) }, "weights: expected 18 values, shape (6, 3), got 3"],
  ])("of targets: %o", (changed, message) => {
    expect(() => checkTargets({ ...batch, ...changed }, targets)).toThrow(message);
  });

  it("of parameters", () => {
    expect(() => checkParameters(plan, values(13))).toThrow("parameters: expected 14 values");
  });
});

it("tells the layer that a backend cannot compute", () => {
  const error = new UnsupportedModelError("lstm", "type: expected SimpleRNN, got LSTM");
  expect(error).toBeInstanceOf(BackendError);
  expect(error).toMatchObject({
    code: "unsupported-model",
    layer: "lstm",
    message: "layer lstm: type: expected SimpleRNN, got LSTM",
  });
});
