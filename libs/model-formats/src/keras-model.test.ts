import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goldenFile, readGoldenCase } from "@lockstep/golden-cases";
import { parseModel } from "@lockstep/job";
import { planModel, type ModelPlan, type Shape } from "@lockstep/model";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { hdf5Bytes, withHdf5 } from "./keras/hdf5.js";
import { modelFromKeras } from "./keras/model-from-keras.js";
import { modelToKeras } from "./keras/model-to-keras.js";
import { readKerasModel, readKerasWeights } from "./keras/read-keras-model.js";
import { kerasArchive, kerasWeights } from "./keras/write-keras-model.js";
import { zipBytes } from "./keras/zip-bytes.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-formats-"));
afterAll(() => rmSync(folder, { recursive: true }));

const golden = readGoldenCase("fit-notebook");

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function planOf(model: unknown, ...shapes: Shape[]): ModelPlan {
  const parsed = parseModel(model);
  if (!("layers" in parsed)) throw new Error("expected layers");
  return planModel(parsed, shapes);
}

/** Values that differ everywhere. */
function parametersOf({ parameterCount }: ModelPlan): Float32Array {
  return Float32Array.from({ length: parameterCount }, (_, index) => index / 8 - 3);
}

const everything = {
  layers: [
    { type: "Embedding", name: "ids", inputDim: 9, outputDim: 4, maskZero: true },
    {
      type: "Bidirectional",
      name: "both",
      mergeMode: "sum",
      layer: { type: "LSTM", units: 3, returnSequences: true, kernelRegularizer: "l2" },
    },
    { type: "TimeDistributed", name: "each", layer: { type: "Dense", units: 2, activation: "relu" } },
    { type: "SpatialDropout1D", rate: 0.25 },
    {
      type: "RNN",
      name: "cells",
      returnSequences: true,
      cells: [
        { type: "LSTMCell", units: 3 },
        { type: "GRUCell", units: 2 },
      ],
    },
    { type: "RNN", name: "cell", returnSequences: true, cells: [{ type: "SimpleRNNCell", units: 2 }] },
    { type: "LSTM", name: "encoder", units: 3, returnSequences: true, returnState: true },
    {
      type: "LSTM",
      name: "decoder",
      units: 3,
      inputs: ["encoder"],
      initialState: ["encoder:1", "encoder:2"],
      returnSequences: true,
    },
    {
      type: "GRU",
      units: 2,
      resetAfter: false,
      goBackwards: true,
      recurrentConstraint: { type: "MaxNorm", maxValue: 2 },
    },
    { type: "LayerNormalization", scale: false },
    {
      type: "Dense",
      units: 1,
      activation: "sigmoid",
      trainable: false,
      kernelInitializer: { type: "HeNormal" },
    },
  ],
};

describe("a model that Keras saved", () => {
  it("is read whole: layers, shape and weights", async () => {
    const model = await readKerasModel(goldenFile("fit-notebook", "model.keras"));
    expect(model.inputs).toEqual([{ name: "input", shape: [10, 1] }]);
    const plan = planOf(model.model, [10, 1]);
    const parameters = await model.parameters!(plan);
    for (const { layer, name, offset, size } of plan.parameters) {
      const expected = golden.float32(`parameters.final/${layer}/${name}`);
      expect(parameters.subarray(offset, offset + size), `${layer}/${name}`).toEqual(expected);
    }
    expect(await readKerasWeights(goldenFile("fit-notebook", "model.weights.h5"), plan)).toEqual(parameters);
  });

  it("comes back the same when it is written again, every layer and option", async () => {
    const plan = planOf(everything, [7]);
    const parameters = parametersOf(plan);
    const path = write(
      "everything.keras",
      await kerasArchive({ name: "all", plan, parameters, batchSize: 4 }),
    );
    const again = await readKerasModel(path);
    const readPlan = planOf(again.model, [7]);
    expect(readPlan.parameters).toEqual(plan.parameters);
    expect(readPlan.outputShape).toEqual(plan.outputShape);
    expect(await again.parameters!(readPlan)).toEqual(parameters);
    const weights = write(
      "everything.weights.h5",
      await kerasWeights({ name: "all", plan, parameters, batchSize: 4 }),
    );
    expect(await readKerasWeights(weights, plan)).toEqual(parameters);
  });

  it("has equal bytes for equal models, at any time and in any time zone", async () => {
    const plan = planOf(everything, [7]);
    const model = { name: "all", plan, parameters: parametersOf(plan), batchSize: 4 };
    const digestAt = async (time: number, zone: string) => {
      vi.useFakeTimers({ toFake: ["Date"], now: time });
      vi.stubEnv("TZ", zone);
      return createHash("sha256")
        .update(await kerasArchive(model))
        .digest("hex");
    };
    onTestFinished(() => {
      vi.useRealTimers();
      vi.unstubAllEnvs();
    });
    expect(await digestAt(1e12, "Asia/Tokyo")).toBe(await digestAt(2e12, "America/New_York"));
  });

  it("is given a fixed number of sequences where it is stateful, not where it was trained by segments", () => {
    const shapeOf = (layer: object, carryStates: boolean) => {
      const model = parseModel({ layers: [layer] });
      const json = modelToKeras(planModel(model, [7, 2], { carryStates }), "m", { batchSize: 4 });
      return /"batch_shape":(\[.*?\])/.exec(JSON.stringify(json))?.[1];
    };
    const gru = { type: "GRU", units: 2, returnSequences: true };
    expect(shapeOf(gru, true)).toBe("[null,null,2]");
    expect(shapeOf({ ...gru, stateful: true }, false)).toBe("[4,null,2]");
    expect(shapeOf({ type: "Bidirectional", layer: { ...gru, stateful: true } }, false)).toBe("[4,null,2]");
  });

  it("may have the names that the first versions of Keras 3 wrote", () => {
    const orthogonal = { class_name: "OrthogonalInitializer", config: { gain: 1, seed: null } };
    const lstm = {
      class_name: "LSTM",
      config: { name: "lstm", units: 2, recurrent_initializer: orthogonal },
    };
    const input = { class_name: "InputLayer", config: { batch_shape: [null, 5, 3] } };
    const { model } = modelFromKeras({ class_name: "Sequential", config: { layers: [input, lstm] } });
    expect(planOf(model, [5, 3]).parameters[1]?.initializer).toEqual({ type: "Orthogonal", gain: 1 });
  });

  it("is refused with the calls of Keras 2", () => {
    const input = { class_name: "InputLayer", name: "x", config: { name: "x", batch_shape: [null, 3] } };
    const dense = { class_name: "Dense", name: "y", config: { name: "y", units: 1 } };
    const layers = [input, { ...dense, inbound_nodes: [[["x", 0, 0, {}]]] }];
    const config = { layers, input_layers: [["x", 0, 0]], output_layers: [["y", 0, 0]] };
    expect(() => modelFromKeras({ class_name: "Functional", config })).toThrow(
      "config.layers[1]: y: expected a call as Keras 3 writes it, got one of Keras 2; load and save the model with Keras 3",
    );
  });

  it("is refused where it has more layers than a job may have", () => {
    const tensor = (name: string) => ({
      class_name: "__keras_tensor__",
      config: { shape: [null, 3], keras_history: [name, 0, 0] },
    });
    const chain = Array.from({ length: 1001 }, (_, index) => ({
      class_name: "Dense",
      name: `d${index}`,
      config: { name: `d${index}`, units: 3 },
      inbound_nodes: [{ args: [tensor(index === 0 ? "x" : `d${index - 1}`)], kwargs: {} }],
    }));
    const input = { class_name: "InputLayer", name: "x", config: { name: "x", batch_shape: [null, 3] } };
    const read = (...layers: object[]) =>
      modelFromKeras({
        class_name: "Functional",
        config: { layers, input_layers: [["x", 0, 0]], output_layers: [["d1000", 0, 0]] },
      });
    expect(() => read(input, ...chain)).toThrow("config.layers: expected at most 1000, got 1001");
    expect(() => read(...Array<object>(10_001).fill(input))).toThrow("expected at most 10000, got 10001");
  });

  it("is read as a graph with several inputs in any order of its layers", () => {
    const tensor = (name: string, index = 0) => ({
      class_name: "__keras_tensor__",
      config: { shape: [null, 2], dtype: "float32", keras_history: [name, 0, index] },
    });
    const layer = (class_name: string, name: string, config: object, args: unknown[]) => ({
      class_name,
      name,
      config: { name, ...config },
      inbound_nodes: args.length === 0 ? [] : [{ args, kwargs: {} }],
    });
    const { model, inputs } = modelFromKeras({
      class_name: "Functional",
      config: {
        layers: [
          layer("Dense", "late", { units: 2 }, [tensor("sum")]),
          layer("InputLayer", "b", { batch_shape: [null, 2] }, []),
          layer("InputLayer", "a", { batch_shape: [null, 2] }, []),
          layer("LogicalOr", "or", { dtype: "bool" }, [tensor("a"), tensor("b")]),
          layer("Add", "sum", {}, [[tensor("a"), tensor("b")]]),
        ],
        input_layers: [
          ["a", 0, 0],
          ["b", 0, 0],
        ],
        output_layers: [["late", 0, 0]],
      },
    });
    expect(inputs.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(model.layers.map(({ name, inputs: refs }) => [name, refs])).toEqual([
      ["sum", ["a", "b"]],
      ["late", ["sum"]],
    ]);
    expect(model.output).toBe("late");
  });
});

const notebookConfig = JSON.stringify({
  class_name: "Sequential",
  config: {
    layers: [
      { class_name: "InputLayer", config: { batch_shape: [null, 10, 1] } },
      { class_name: "SimpleRNN", config: { name: "simple_rnn", units: 10 } },
      { class_name: "Dense", config: { name: "dense", units: 1, activation: "sigmoid" } },
    ],
  },
});

/** An archive with these parts. */
async function archive(name: string, parts: Record<string, string | Uint8Array>): Promise<string> {
  const files = Object.entries(parts).map(
    ([file, text]) => [file, typeof text === "string" ? new TextEncoder().encode(text) : text] as const,
  );
  return write(name, await zipBytes(files));
}

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`.replaceAll(folder, "");
  }
  return "nothing";
}

describe("a file that is no sound model", () => {
  const goldenWeights = readFileSync(goldenFile("fit-notebook", "model.weights.h5"));
  const plan = planOf(
    JSON.parse(
      JSON.stringify({
        layers: [
          { type: "SimpleRNN", units: 10 },
          { type: "Dense", units: 1 },
        ],
      }),
    ),
    [10, 1],
  );

  it("is told by what it lacks", async () => {
    expect(
      await refusal(() => readKerasModel(write("text.keras", new TextEncoder().encode("hello")))),
    ).toMatch(/^FormatError: \/text.keras: expected a zip archive/);
    expect(await refusal(() => readKerasModel(join(folder, "nowhere.keras")))).toMatch(
      /nowhere.keras: expected a zip archive.*ENOENT/,
    );
    const empty = await archive("empty.keras", { "other.txt": "x" });
    expect(await refusal(() => readKerasModel(empty))).toMatch(/got an archive without config.json/);
    const broken = await archive("broken.keras", { "config.json": "{", "model.weights.h5": goldenWeights });
    expect(await refusal(() => readKerasModel(broken))).toMatch(/config.json: expected JSON/);
  });

  it("may be cut off anywhere", async () => {
    const whole = readFileSync(goldenFile("fit-notebook", "model.keras"));
    for (let part = 0; part < 12; part++) {
      const path = write("cut.keras", whole.subarray(0, Math.floor((whole.length * part) / 12)));
      expect(await refusal(async () => (await readKerasModel(path)).parameters!(plan))).toMatch(
        /^FormatError: \/cut.keras/,
      );
    }
  });

  it("does not unpack more than it may: a zip that grows", async () => {
    const { deflateRawSync, crc32 } = await import("node:zlib");
    // 128 MiB of zeros, declared as 10 bytes: the reader must stop at what was declared.
    const zeros = Buffer.alloc(2 ** 27);
    const bomb = zipOf("config.json", deflateRawSync(zeros), crc32(zeros), 10);
    expect(await refusal(() => readKerasModel(write("lie.keras", bomb)))).toMatch(
      /config.json: damaged: .*(too many bytes|expected)/i,
    );
    const honest = zipOf("config.json", deflateRawSync(zeros), crc32(zeros), zeros.length);
    expect(await refusal(() => readKerasModel(write("bomb.keras", honest)))).toMatch(
      /config.json: expected at most 67108864 bytes, got 134217728/,
    );
    const weights = await archive("weights.keras", {
      "config.json": notebookConfig,
      "model.weights.h5": zeros,
    });
    // The model has 131 parameters: so much cannot be theirs.
    expect(await refusal(async () => (await readKerasModel(weights)).parameters!(plan))).toMatch(
      /model.weights.h5: expected at most 16781408 bytes, got 134217728/,
    );
  });

  it("may be damaged in any byte of its weights: refused, or read as numbers of the right shape", async () => {
    let refused = 0;
    for (let at = 0; at < goldenWeights.length; at += 97) {
      const damaged = Uint8Array.from(goldenWeights);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const path = write("damaged.weights.h5", damaged);
      const said = await refusal(async () => {
        expect(await readKerasWeights(path, plan)).toHaveLength(plan.parameterCount);
      });
      if (said !== "nothing") refused += 1;
      expect(said).toMatch(/^(nothing|FormatError: )/);
    }
    expect(refused).toBeGreaterThan(10);
    // The library is still sound afterwards.
    expect(await readKerasWeights(goldenFile("fit-notebook", "model.weights.h5"), plan)).toHaveLength(131);
  });

  it("has weights of just the model's shapes, finite, and no others", async () => {
    const weights = (changes: Record<string, { shape: number[]; values: Float32Array }>) => {
      const sound = {
        "layers/simple_rnn/cell/vars/0": { shape: [1, 10], values: new Float32Array(10) },
        "layers/simple_rnn/cell/vars/1": { shape: [10, 10], values: new Float32Array(100) },
        "layers/simple_rnn/cell/vars/2": { shape: [10], values: new Float32Array(10) },
        "layers/dense/vars/0": { shape: [10, 1], values: new Float32Array(10) },
        "layers/dense/vars/1": { shape: [1], values: new Float32Array(1) },
      };
      const datasets = Object.entries({ ...sound, ...changes }).map(([path, values]) => ({
        path,
        ...values,
      }));
      return hdf5Bytes({ groups: [], datasets });
    };
    const read = async (changes: Parameters<typeof weights>[0]) =>
      refusal(async () => readKerasWeights(write("w.weights.h5", await weights(changes)), plan));
    expect(await read({})).toBe("nothing");
    expect(await read({ "layers/dense/vars/0": { shape: [5, 2], values: new Float32Array(10) } })).toBe(
      "FormatError: /w.weights.h5: layers/dense/vars/0: expected shape (10, 1), got (5, 2)",
    );
    expect(await read({ "layers/dense/vars/1": { shape: [1], values: Float32Array.of(NaN) } })).toBe(
      "FormatError: /w.weights.h5: layers/dense/vars/1: expected finite float32, got NaN at 0",
    );
    expect(await read({ "layers/dense_1/vars/0": { shape: [1], values: new Float32Array(1) } })).toMatch(
      /expected the model's weights alone, got layers\/dense_1\/vars\/0 too/,
    );
  });

  it("lies about the size of an array: nothing of that size is made", async () => {
    const bytes = await hdf5Bytes({
      groups: [],
      datasets: [{ path: "a", shape: [12_345, 1], values: new Float32Array(12_345) }],
    });
    // The shape stands in the file as little-endian 64-bit numbers.
    const view = Buffer.from(bytes);
    const needle = Buffer.alloc(8);
    needle.writeBigUInt64LE(12_345n);
    for (let at = view.indexOf(needle); at >= 0; at = view.indexOf(needle, at + 1))
      view.writeBigUInt64LE(2n ** 40n, at);
    const said = await refusal(() => withHdf5(view, "lie.h5", (file) => file.values("a", [12_345, 1])));
    expect(said).toMatch(/^FormatError: lie.h5: /);
    const asked = await refusal(() => withHdf5(view, "lie.h5", (file) => file.values("a", [2 ** 40, 1])));
    expect(asked).toMatch(/^FormatError: lie.h5: /);
  });

  it.each([
    [
      "another class",
      { class_name: "MyModel" },
      /config.class_name: expected Sequential or Functional, got MyModel/,
    ],
    ["no layers", { config: {} }, /config.layers: expected a list, got nothing/],
    ["no config", { config: 3 }, /config: expected an object with class_name and config/],
  ])("has %s", async (_, change, message) => {
    const config = JSON.stringify({ ...(JSON.parse(notebookConfig) as object), ...change });
    const path = await archive("c.keras", { "config.json": config, "model.weights.h5": goldenWeights });
    expect(await refusal(() => readKerasModel(path))).toMatch(message);
  });

  it("is computed in other numbers than float32", async () => {
    const config = notebookConfig.replace('"units":10', '"units":10,"dtype":"float16"');
    const path = await archive("half.keras", { "config.json": config, "model.weights.h5": goldenWeights });
    expect(await refusal(() => readKerasModel(path))).toMatch(
      /config.layers\[1\].dtype: expected float32, got "float16"/,
    );
  });

  it("has a layer or an option that Lockstep has not, which the job's schema names", () => {
    const refused = (layer: object) => {
      const { model } = modelFromKeras({
        class_name: "Sequential",
        config: { layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 3, 2] } }, layer] },
      });
      return () => parseModel(model);
    };
    expect(refused({ class_name: "MultiHeadAttention", config: { name: "a" } })).toThrow(
      /layers\[0\].type: .*MultiHeadAttention/,
    );
    expect(refused({ class_name: "BatchNormalization", config: { name: "a" } })).toThrow(
      /BatchNormalization: not supported/,
    );
    expect(
      refused({
        class_name: "Dense",
        config: { units: 1, activity_regularizer: { class_name: "L2", config: { l2: 1 } } },
      }),
    ).toThrow(/layers\[0\].activityRegularizer: not supported/);
    expect(
      refused({ class_name: "ReLU", config: { max_value: null, negative_slope: 0, threshold: 0 } })(),
    ).toMatchObject({
      layers: [{ type: "Activation", activation: "relu" }],
    });
  });
});

/** A zip archive of one deflated entry, with sizes as one likes. */
function zipOf(name: string, data: Buffer, checksum: number, declared: number): Buffer {
  const file = Buffer.from(name);
  const head = (signature: number, more: number) => {
    const header = Buffer.alloc(more);
    header.writeUInt32LE(signature, 0);
    return header;
  };
  const local = head(0x04034b50, 30);
  const central = head(0x02014b50, 46);
  for (const [header, at] of [
    [local, 4],
    [central, 6],
  ] as const) {
    header.writeUInt16LE(20, at);
    header.writeUInt16LE(8, at + 4);
    header.writeUInt32LE(checksum, at + 10);
    header.writeUInt32LE(data.length, at + 14);
    header.writeUInt32LE(declared, at + 18);
    header.writeUInt16LE(file.length, at + 22);
  }
  const end = head(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + file.length, 12);
  end.writeUInt32LE(local.length + file.length + data.length, 16);
  return Buffer.concat([local, file, data, central, file, end]);
}
