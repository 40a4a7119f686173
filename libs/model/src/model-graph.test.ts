import { describe, expect, it } from "vitest";
import { planOf } from "./testing/plan.js";

const dense = (name: string, options: object = {}) => ({ type: "Dense", units: 2, name, ...options });
const lstm = (name: string, options: object = {}) => ({ type: "LSTM", units: 3, name, ...options });
const wiring = (plan: ReturnType<typeof planOf>) =>
  plan.layers.map(({ name, inputs, outputs }) => [name, inputs, outputs]);

describe("a graph of layers", () => {
  it("parts and comes together again", () => {
    const plan = planOf(
      [
        dense("first"),
        dense("left"),
        dense("right", { inputs: ["first"] }),
        { type: "Add", name: "sum", inputs: ["left", "right"] },
      ],
      [4],
    );
    expect(wiring(plan)).toEqual([
      ["first", [0], [1]],
      ["left", [1], [2]],
      ["right", [1], [3]],
      ["sum", [2, 3], [4]],
    ]);
    expect(plan.output).toBe(4);
  });

  it("takes several inputs of shapes of their own", () => {
    const plan = planOf(
      [
        lstm("read", { inputs: ["sound"] }),
        dense("look", { inputs: ["speaker"], units: 3 }),
        { type: "Concatenate", inputs: ["read", "look"] },
        dense("head"),
      ],
      [[7, 2], [5]],
      { inputs: [{ name: "sound" }, { name: "speaker", shape: [5] }] },
    );
    expect(plan.inputs).toEqual([
      { name: "sound", shape: [7, 2] },
      { name: "speaker", shape: [5] },
    ]);
    expect(plan.inputShape).toEqual([7, 2]);
    expect(wiring(plan)[2]).toEqual(["concatenate", [2, 3], [4]]);
    expect(plan.layers[3]!.inputShape).toEqual([6]);
  });

  it("hands an encoder's states to a decoder", () => {
    const plan = planOf(
      [
        lstm("encoder", { inputs: ["heard"], returnState: true }),
        lstm("decoder", {
          inputs: ["said"],
          initialState: ["encoder:1", "encoder:2"],
          returnSequences: true,
        }),
      ],
      [
        [7, 2],
        [5, 4],
      ],
      { inputs: [{ name: "heard" }, { name: "said" }] },
    );
    expect(plan.layers.map(({ inputs, initialStates, outputs }) => [inputs, initialStates, outputs])).toEqual(
      [
        [[0], [], [2, 3, 4]],
        [[1], [3, 4], [5]],
      ],
    );
    expect(plan.outputShape).toEqual([5, 3]);
    expect(plan.outputTimed).toBe(true);
    expect(plan.stateSize).toBe(0);
  });

  it("gives a Bidirectional's directions their own initial states", () => {
    const names = ["h", "c", "hBack", "cBack"];
    const plan = planOf(
      [{ type: "Bidirectional", inputs: ["x"], initialState: names, layer: { type: "LSTM", units: 3 } }],
      [[7, 2], [3], [3], [3], [3]],
      { inputs: ["x", ...names].map((name) => ({ name })) },
    );
    expect(plan.layers[0]!.inner.map(({ initialStates }) => initialStates)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("orders layers so that each comes after what it works on", () => {
    const plan = planOf(
      [dense("last", { inputs: ["middle"] }), dense("first", { inputs: ["input"] }), dense("middle")],
      [4],
      { output: "last" },
    );
    expect(plan.layers.map(({ name }) => name)).toEqual(["first", "middle", "last"]);
    expect(plan.parameters.map(({ layer }) => layer)).toEqual([
      "first",
      "first",
      "middle",
      "middle",
      "last",
      "last",
    ]);
  });

  it("trains an output that is not the last layer's first", () => {
    const plan = planOf([lstm("only", { returnState: true })], [7, 2], { output: "only:2" });
    expect(plan.output).toBe(3);
  });

  it("takes token ids as (T, 1), and leaves other vectors alone", () => {
    const embedding = { type: "Embedding", inputDim: 9, outputDim: 2 };
    const tokens = [{ name: "tokens", shape: [5, 1] }];
    for (const [data, stated] of [
      [[5], [5, 1]],
      [[5, 1], [5]],
    ] as const) {
      expect(planOf([embedding], data, { inputs: [{ name: "tokens", shape: stated }] }).inputs).toEqual(
        tokens,
      );
    }
    expect(planOf([dense("d")], [5]).inputShape).toEqual([5]);
  });
});

describe("a graph refuses", () => {
  const two = { inputs: [{ name: "a" }, { name: "b" }] };
  it.each<[string, object[], number[] | number[][], object, RegExp]>([
    [
      "an unknown name",
      [dense("first"), dense("second", { inputs: ["frist"] })],
      [4],
      {},
      /^model\.layers\[1\]\.inputs\[0\]: .*got "frist"; did you mean "first"\?/,
    ],
    [
      "an output that the layer does not give",
      [lstm("l"), dense("d", { inputs: ["l:1"] })],
      [7, 2],
      {},
      /^model\.layers\[1\]\.inputs\[0\]: expected an output from 0 to 0 of LSTM l, got 1 .*returnState/,
    ],
    ["a second output of an input", [dense("d", { inputs: ["input:1"] })], [4], {}, /got "input:1"/],
    [
      "a circle",
      [
        { type: "Add", name: "sum", inputs: ["input", "b"] },
        dense("a", { inputs: ["sum"] }),
        dense("b", { inputs: ["a"] }),
      ],
      [2],
      {},
      /^model\.layers\[0\]\.inputs: expected layers that do not wait for each other, got the circle .*sum/,
    ],
    [
      "a layer that leads nowhere",
      [dense("used"), dense("unused"), dense("head", { inputs: ["used"] })],
      [4],
      {},
      /^model\.layers\[1\]: .*got "unused", which nothing uses/,
    ],
    [
      "an input that leads nowhere",
      [dense("d")],
      [[4], [3]],
      two,
      /^model\.inputs\[1\]: .*got "b", which no layer uses/,
    ],
    [
      "another number of inputs",
      [{ type: "Add", inputs: ["a", "b"] }],
      [[4]],
      two,
      /^data\.train: expected one shape for each .*got 1/,
    ],
    [
      "a shape that the data do not have",
      [dense("d")],
      [4],
      { inputs: [{ name: "a", shape: [3] }] },
      /^model\.inputs\[0\]\.shape: expected the shape of the data \(4\), got \(3\)/,
    ],
    [
      "one name for an input and a layer",
      [dense("a", { inputs: ["a"] })],
      [4],
      { inputs: [{ name: "a" }] },
      /^model\.layers\[0\]\.name: expected a name of its own, got "a" as input 0/,
    ],
    ["an input as output", [dense("d")], [4], { output: "input" }, /^model\.output: .*got the input "input"/],
    [
      "too few initial states",
      [lstm("l", { inputs: ["a"], initialState: ["b"] })],
      [[7, 2], [3]],
      two,
      /^model\.layers\[0\]: LSTM l: initialState: expected 2 of shape \(3\), \(3\), got \(3\)/,
    ],
    [
      "an initial state of another size",
      [{ type: "GRU", name: "g", units: 3, inputs: ["a"], initialState: ["b"] }],
      [[7, 2], [4]],
      two,
      /GRU g: initialState: expected 1 of shape \(3\), got \(4\)/,
    ],
    [
      "half of a Bidirectional that does not merge",
      [{ type: "Bidirectional", mergeMode: "none", layer: { type: "GRU", units: 2 } }, dense("d")],
      [7, 2],
      {},
      /^model\.layers\[1\]\.inputs: expected "bidirectional" or "bidirectional:1"/,
    ],
  ])("%s", (_, layers, shapes, setting, message) => {
    expect(() => planOf(layers, shapes, setting)).toThrow(message);
  });
});
