import { BackendError, type MicroBatch } from "@lockstep/backend";
import { cotangentObjective } from "@lockstep/backend/conformance";
import { parseModel } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import { openTfjsBackend } from "../open-tfjs-backend.js";

type Layers = readonly Readonly<Record<string, unknown>>[];

const backend = await openTfjsBackend("cpu");

/** Output, and gradients of inputs for a cotangent of ones, of layers without parameters on one input (B, ...shape). */
function compute(layers: Layers, shape: readonly number[], batch: Omit<MicroBatch, "y">) {
  const plan = planModel(parseModel({ layers }), shape);
  const model = backend.prepare(plan, cotangentObjective(plan));
  model.setParameters(new Float32Array(plan.parameterCount));
  const { predictions } = model.predict({ ...batch, y: new Float32Array() });
  const y = new Float32Array(predictions.length).fill(1);
  const { inputGradients } = model.gradient({ ...batch, y }, { inputGradients: true });
  model.dispose();
  return { output: [...predictions], gradient: [...(inputGradients?.[0] ?? [])] };
}

const series = (...values: number[]) => ({ rows: 1, inputs: [Float32Array.from(values)] });

describe("equal largest values", () => {
  it("share the gradient over all of time, as in TensorFlow", () => {
    const { gradient } = compute([{ type: "GlobalMaxPooling1D" }], [4, 1], series(2, 1, 2, 0));
    expect(gradient).toEqual([0.5, 0, 0.5, 0]);
  });

  it("leave it to the first one within a window", () => {
    const { gradient } = compute([{ type: "MaxPooling1D", poolSize: 3 }], [3, 1], series(2, 2, 1));
    expect(gradient).toEqual([1, 0, 0]);
  });

  it("leave it to the first one of merged inputs", () => {
    const layers = [
      { type: "Activation", name: "a", activation: "linear" },
      { type: "Dropout", name: "b", rate: 0, inputs: ["input"] },
      { type: "Maximum", name: "largest", inputs: ["a", "b"] },
      { type: "Flatten" },
    ];
    expect(compute(layers, [2, 1], series(3, 4)).gradient).toEqual([1, 1]);
  });
});

describe("a mean over masked time steps", () => {
  it("is not a number where all are masked, as in Keras", () => {
    const batch = { rows: 2, inputs: [Float32Array.of(1, 3, 5, 7)], mask: Float32Array.of(1, 0, 0, 0) };
    expect(compute([{ type: "GlobalAveragePooling1D" }], [2, 1], batch).output).toEqual([1, NaN]);
  });
});

describe("Masking", () => {
  it("compares in float32 and takes the place of the mask before", () => {
    const layers = [{ type: "Masking", maskValue: 0.1 }, { type: "GlobalAveragePooling1D" }];
    const batch = { ...series(0.1, 4, 2), mask: Float32Array.of(1, 1, 0) };
    expect(compute(layers, [3, 1], batch).output).toEqual([3]);
  });
});

describe("a layer that fixes the number of time steps", () => {
  it.each(["Flatten", "Reshape"])("%s refuses a shorter batch, naming itself", (type) => {
    const layers = [{ type, name: "fixed", ...(type === "Reshape" && { targetShape: [2, 3] }) }];
    const shorter = () => compute(layers, [3, 2], { rows: 1, timeSteps: 2, inputs: [new Float32Array(4)] });
    expect(shorter).toThrow(BackendError);
    expect(shorter).toThrow(`layer fixed: ${type}: expected sequences of shape (3, 2), got 2 time steps`);
  });
});
