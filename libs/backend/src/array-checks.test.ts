import { planModel } from "@lockstep/model";
import { expect, it } from "vitest";
import { checkInputs, checkParameters, checkTargets } from "./array-checks.js";
import { BackendError, UnsupportedModelError } from "./backend-error.js";
import { layerSpecs } from "./conformance/layer-specs.js";

const plan = planModel(layerSpecs([{ type: "SimpleRNN", units: 2, returnSequences: true }]), [3, 4]);
const values = (length: number) => new Float32Array(length);

it("accepts arrays that fit the plan", () => {
  const batch = { rows: 5, x: values(60), y: values(30) };
  expect(() => {
    checkInputs(plan, batch);
    checkTargets(plan, batch);
    checkParameters(plan, values(14));
  }).not.toThrow();
});

it("names the array, the shape that was expected and the length that came", () => {
  const batch = { rows: 5, x: values(59), y: values(31) };
  expect(() => checkInputs(plan, batch)).toThrow("x: expected 60 values, shape (5, 3, 4), got 59");
  expect(() => checkTargets(plan, batch)).toThrow("y: expected 30 values, shape (5, 3, 2), got 31");
  expect(() => checkParameters(plan, values(13))).toThrow("parameters: expected 14 values");
});

it.each([0, -1, 1.5, NaN])("refuses %d rows", (rows) => {
  expect(() => checkInputs(plan, { rows, x: values(0), y: values(0) })).toThrow(BackendError);
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
