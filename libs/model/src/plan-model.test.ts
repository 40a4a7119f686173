import { listGoldenCases, layerOptions, readGoldenCase } from "@lockstep/golden-cases";
import { layerTypes, parseLayers } from "@lockstep/job";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelError } from "./model-error.js";
import { planModel } from "./plan-model.js";

const notebook = parseLayers([
  { type: "SimpleRNN", units: 10 },
  { type: "Dense", units: 1, activation: "sigmoid" },
]);

const rnn = (options: object = {}) => ({ type: "SimpleRNN", units: 2, returnSequences: true, ...options });
const dense = (options: object = {}) => ({ type: "Dense", units: 2, ...options });

describe("planModel", () => {
  it("works out the notebook's shapes, weights and places", () => {
    const plan = planModel(notebook, [10, 1]);
    expect(plan.outputShape).toEqual([1]);
    expect(plan.parameterCount).toBe(131);
    expect(
      plan.parameters.map(({ layer, name, shape, offset, size, initializer }) => [
        `${layer}/${name}`,
        shape,
        offset,
        size,
        initializer,
      ]),
    ).toEqual([
      ["simple_rnn/kernel", [1, 10], 0, 10, "glorot_uniform"],
      ["simple_rnn/recurrent_kernel", [10, 10], 10, 100, "orthogonal"],
      ["simple_rnn/bias", [10], 110, 10, "zeros"],
      ["dense/kernel", [10, 1], 120, 10, "glorot_uniform"],
      ["dense/bias", [1], 130, 1, "zeros"],
    ]);
    expect(plan.layers.map(({ inputShape, outputShape }) => [inputShape, outputShape])).toEqual([
      [[10, 1], [10]],
      [[10], [1]],
    ]);
  });

  it.for([...listGoldenCases("layer"), ...listGoldenCases("model")])(
    "has Keras's weights and output: %s",
    (name, ctx) => {
      const golden = readGoldenCase(name);
      const unknown = golden.layers!.find(({ class_name }) => !layerTypes.includes(class_name as "Dense"));
      if (unknown !== undefined) ctx.skip(`${unknown.class_name} is not a layer of ours yet`);
      const plan = planModel(parseLayers(layerOptions(golden.layers!)), golden.shape("x").slice(1));
      const keras = [...golden.tensors].filter(([tensor]) => tensor.startsWith("parameters.before/"));
      const ours = plan.parameters.map(({ layer, name: weight, shape }) => [
        `parameters.before/${layer}/${weight}`,
        shape,
      ]);
      expect(Object.fromEntries(ours)).toEqual(
        Object.fromEntries(keras.map(([tensor, { shape }]) => [tensor, shape])),
      );
      expect(plan.outputShape).toEqual(golden.shape("output").slice(1));
    },
  );

  it("leaves out the biases where none are wanted", () => {
    const plan = planModel(parseLayers([rnn({ useBias: false }), dense({ useBias: false })]), [3, 4]);
    expect(plan.parameters.map(({ name }) => name)).toEqual(["kernel", "recurrent_kernel", "kernel"]);
  });

  it("puts parameters end to end, whatever the layers", () => {
    const layer = fc.record({
      type: fc.constantFrom("SimpleRNN", "Dense"),
      units: fc.integer({ min: 1, max: 9 }),
      useBias: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 8 }), (layers) => {
        const specs = layers.map((spec) =>
          spec.type === "SimpleRNN" ? { ...spec, returnSequences: true } : spec,
        );
        const plan = planModel(parseLayers(specs), [5, 3]);
        let end = 0;
        for (const parameter of plan.parameters) {
          expect(parameter.offset).toBe(end);
          end += parameter.size;
        }
        expect(plan.parameterCount).toBe(end);
        expect(plan.outputShape).toEqual([5, layers.at(-1)!.units]);
      }),
    );
  });

  it("names layers as Keras does", () => {
    const layers = parseLayers([rnn(), rnn(), dense({ name: "head" }), dense(), dense()]);
    const names = planModel(layers, [3, 4]).layers.map(({ name }) => name);
    expect(names).toEqual(["simple_rnn", "simple_rnn_1", "head", "dense", "dense_1"]);
  });

  it.each([
    [
      "one name given twice",
      [dense({ name: "a" }), dense({ name: "a" })],
      [3],
      /layers\[1\]\.name: .*got "a" as layer 0/,
    ],
    [
      "a given name that is made too",
      [dense({ name: "dense" }), dense()],
      [3],
      /layers\[1\]\.name: .*"dense"/,
    ],
    [
      "a recurrent layer after one that drops the time steps",
      [rnn({ returnSequences: false }), rnn()],
      [3, 4],
      /model\.layers\[1\]: SimpleRNN simple_rnn_1: expected input sequences of shape \(timeSteps, features\), got \(2\)/,
    ],
    [
      "an orthogonal bias",
      [dense({ biasInitializer: "orthogonal" })],
      [3],
      /layers\[0\]: bias: .*orthogonal.*\(2\)/,
    ],
    ["no layers", [], [3], /model\.layers: expected at least one layer/],
    ["an input without features", [dense()], [3, 0], /data\.train: .*got \(3, 0\)/],
    [
      "more parameters than memory",
      [dense({ units: 2 ** 20 }), dense({ units: 2 ** 20 })],
      [1],
      /at most 1073741824/,
    ],
  ])("refuses %s", (_, layers, inputShape, message) => {
    const specs = layers.length === 0 ? [] : parseLayers(layers);
    expect(() => planModel(specs, inputShape)).toThrow(ModelError);
    expect(() => planModel(specs, inputShape)).toThrow(message);
  });
});
