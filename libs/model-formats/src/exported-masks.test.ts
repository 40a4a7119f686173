import { parseModel } from "@lockstep/job";
import { initialParameters, planModel } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import type { ModelToExport } from "./keras/write-keras-model.js";
import { onnxModel } from "./onnx/export-onnx.js";
import { tfjsModel } from "./tfjs/export-tfjs.js";

function exported(...layers: object[]): ModelToExport {
  const plan = planModel(parseModel({ layers }), [5, 3]);
  return { name: "model", plan, parameters: initialParameters(plan, 1), batchSize: 4 };
}

const onnx = (...layers: object[]) => onnxModel(exported(...layers), { producerVersion: "test" });
const tfjs = (...layers: object[]) => tfjsModel(exported(...layers), "test");

const masking = { type: "Masking", name: "masked" };
const gru = { type: "GRUCell", units: 2 };
const twice = { name: "merged", inputs: ["masked", "masked"] };
const encoder = { type: "LSTM", name: "encoder", units: 2, returnState: true };
const decoder = {
  type: "LSTM",
  name: "decoder",
  units: 2,
  initialState: ["encoder:1", "encoder:2"],
  returnSequences: true,
};

describe("ONNX", () => {
  it.each<[string, object[], RegExp]>([
    [
      "stacked cells that go backwards",
      [masking, { type: "RNN", goBackwards: true, cells: [gru, gru] }],
      /^layer rnn: goBackwards: /,
    ],
    [
      "a last output that a mask makes zero",
      [masking, { type: "LSTM", units: 2, zeroOutputForMask: true }],
      /^layer lstm: zeroOutputForMask: /,
    ],
    [
      "sequences one after another",
      [masking, { type: "Concatenate", axis: 1, ...twice }, { type: "LSTM", units: 2 }],
      /^layer merged: axis: /,
    ],
    [
      "a product that is read at masked time steps",
      [masking, { type: "Multiply", ...twice }],
      /^layer merged: at masked time steps /,
    ],
    [
      "repeated outputs that a layer with initial states reads, which sees no mask",
      [
        masking,
        { type: "LSTM", name: "first", units: 2, returnSequences: true },
        encoder,
        { ...decoder, inputs: ["first"] },
      ],
      /^layer first: returnSequences: /,
    ],
  ])("refuses masks where it has %s", (_, layers, message) => {
    expect(() => onnx(...layers)).toThrow(message);
  });

  it("writes the same without a mask, and where nothing looks at masked time steps", () => {
    const back = { type: "RNN", goBackwards: true, cells: [gru, gru] };
    const merged = { type: "Maximum", ...twice };
    expect(onnx(back).length).toBeGreaterThan(0);
    expect(onnx({ type: "LSTM", units: 2, zeroOutputForMask: true }).length).toBeGreaterThan(0);
    expect(onnx(masking, merged, { type: "LSTM", units: 2 }).length).toBeGreaterThan(0);
  });

  it("gives a layer with initial states no lengths, and its mask to the layer behind it", () => {
    const reads = { ...decoder, inputs: ["masked"] };
    const file = Buffer.from(onnx(masking, encoder, reads, { type: "LSTM", units: 2 })).toString("latin1");
    // Names stand in the file as they are: the node that counts and what it gives, the encoder, the last layer.
    expect(file.split("reducesum_").length - 1).toBe(4);
  });

  it("leaves vectors as they are where a TimeDistributed only reshapes them", () => {
    const reshape = { type: "TimeDistributed", layer: { type: "Reshape", targetShape: [3] } };
    const file = onnx(reshape, { type: "LSTM", units: 2 });
    expect(Buffer.from(file).toString("latin1")).not.toContain("Reshape");
  });
});

describe("TensorFlow.js", () => {
  it.each<[string, object[], RegExp]>([
    ["merge them", [masking, { type: "Add", ...twice }], /^layer merged: TensorFlow.js masks Add /],
    [
      "put them side by side",
      [masking, { type: "Concatenate", ...twice }],
      /^layer merged: TensorFlow.js masks Concatenate /,
    ],
    ["end them", [masking, { type: "Flatten" }], /^layer flatten: TensorFlow.js has no Flatten on masked /],
  ])("refuses masks of layers that %s", (_, layers, message) => {
    expect(() => tfjs(...layers)).toThrow(message);
  });

  it("takes a Bidirectional of sequences without a mask", () => {
    const layer = { type: "LSTM", units: 2, returnSequences: true };
    expect(tfjs({ type: "Bidirectional", layer }).modelJson).not.toContain("zero_output_for_mask");
    expect(() => tfjs(masking, { type: "Bidirectional", layer })).toThrow(/masks Bidirectional/);
  });

  it("writes every regulariser as L1L2, the one that it knows", () => {
    const { modelJson } = tfjs({ type: "Dense", units: 2, kernelRegularizer: { type: "L2", l2: 0.5 } });
    expect(modelJson).toContain('{"class_name":"L1L2","config":{"l1":0,"l2":0.5}}');
  });
});
