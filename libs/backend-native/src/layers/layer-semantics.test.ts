import { BackendError } from "@lockstep/backend";
import { afterAll, describe, expect, it } from "vitest";
import { openNativeBackend } from "../open-native-backend.js";
import { computeLayers, type LayerCase, type Layers } from "../testing/single-layer.js";

const backend = openNativeBackend();
afterAll(() => backend.dispose());

function compute(layers: Layers, shape: readonly number[], batch: LayerCase["batch"]) {
  const { output, inputGradient } = computeLayers(backend, { layers, shape, batch });
  return { output: [...output], gradient: [...inputGradient] };
}

const series = (...values: number[]) => ({ rows: 1, inputs: [Float32Array.from(values)] });

/** The input merged with itself. */
const merged = (type: string): Layers => [
  { type: "Activation", name: "a", activation: "linear" },
  { type: "Dropout", name: "b", rate: 0, inputs: ["input"] },
  { type, name: "merged", inputs: ["a", "b"] },
  { type: "Flatten" },
];

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
    expect(compute(merged("Maximum"), [2, 1], series(3, 4)).gradient).toEqual([1, 1]);
    expect(compute(merged("Minimum"), [2, 1], series(3, 4)).gradient).toEqual([1, 1]);
  });
});

describe("NaN", () => {
  it.each(["MaxPooling1D", "GlobalMaxPooling1D", "AveragePooling1D", "GlobalAveragePooling1D"])(
    "is handed on by %s",
    (type) => {
      const layers = [{ type, ...(!type.startsWith("Global") && { poolSize: 3 }) }];
      for (const values of [
        [NaN, 1, 2],
        [1, NaN, 2],
        [1, 2, NaN],
      ])
        expect(compute(layers, [3, 1], series(...values)).output).toEqual([NaN]);
    },
  );

  it.each(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"])("is handed on by %s", (type) => {
    expect(compute(merged(type), [2, 1], series(1, NaN)).output[1]).toBeNaN();
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

describe("masked values", () => {
  /** The sequence as it is, without a mask, beside itself with zeros masked. */
  const beside = (type: string): Layers => [
    { type: "Masking", name: "masked" },
    { type: "Activation", name: "also", activation: "linear", inputs: ["masked"] },
    { type, name: "merged", inputs: ["masked", "also"] },
    { type: "Flatten" },
  ];

  it.each([
    ["Multiply", [4, 0]],
    ["Maximum", [2, 0]],
    ["Add", [4, 0]],
  ] as const)("of all inputs give 0 with %s", (type, expected) => {
    expect(compute(beside(type), [2, 1], series(2, 0)).output).toEqual(expected);
  });
});

describe("a batch that is too short", () => {
  it.each(["Flatten", "Reshape"])("is refused by %s, naming the layer", (type) => {
    const layers = [{ type, name: "fixed", ...(type === "Reshape" && { targetShape: [2, 3] }) }];
    const shorter = () => compute(layers, [3, 2], { rows: 1, timeSteps: 2, inputs: [new Float32Array(4)] });
    expect(shorter).toThrow(BackendError);
    expect(shorter).toThrow(`layer fixed: ${type}: expected sequences of shape (3, 2), got 2 time steps`);
  });

  it.each([
    { type: "MaxPooling1D", poolSize: 5 },
    { type: "AveragePooling1D", poolSize: 5 },
  ] as const)("is refused by $type, naming the layer", (layer) => {
    const shorter = () =>
      compute([{ ...layer, name: "pools" }], [6, 2], {
        rows: 1,
        timeSteps: 4,
        inputs: [new Float32Array(8)],
      });
    expect(shorter).toThrow(BackendError);
    expect(shorter).toThrow("layer pools: expected sequences of at least 5 time steps, got 4");
  });

  it("is refused by Conv1D, which counts the time steps between", () => {
    const layers = [{ type: "Conv1D", name: "conv", filters: 2, kernelSize: 3, dilationRate: 2 }];
    const shorter = () => compute(layers, [6, 2], { rows: 1, timeSteps: 4, inputs: [new Float32Array(8)] });
    expect(shorter).toThrow("layer conv: expected sequences of at least 5 time steps, got 4");
  });
});
