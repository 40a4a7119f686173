/// <reference types="node" />
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activationNames } from "./activations/activation.js";
import { listNames } from "./fields.js";
import { formatJob } from "./format-job.js";
import { JobError } from "./job-error.js";
import type { JobInput } from "./job.js";
import { layerTypes } from "./layers/layer.js";
import { lossTypes } from "./losses/loss.js";
import { metricTypes } from "./metrics/metric.js";
import { optimizerTypes } from "./optimizers/optimizer.js";
import { parseJob, parseJobValue, parseLayers } from "./parse-job.js";

const notebook = readFileSync(new URL("../../../examples/keras-notebook.yaml", import.meta.url), "utf8");

const sources = "random, npz, npy, csv, jsonl, ts, text, parquet";

const smallest: JobInput = {
  data: { train: { npz: "data.npz" } },
  model: { layers: [{ type: "Dense", units: 1 }] },
  loss: "binary_crossentropy",
};

const adam = {
  type: "Adam",
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  amsgrad: false,
  useEma: false,
  emaMomentum: 0.99,
};

/** The problems of a text, as `path: message`. */
function problemsOf(text: string, fileName?: string): string[] {
  return problemsFrom(() => parseJob(text, fileName === undefined ? {} : { fileName }));
}

function problemsFrom(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof JobError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

/** Problems of the smallest job with parts replaced. */
const withParts = (parts: object) => problemsFrom(() => parseJobValue({ ...smallest, ...parts }));
const withLayer = (layer: object) => withParts({ model: { layers: [layer] } });

describe("parseJob", () => {
  it("reads the notebook's job and fills in the defaults", () => {
    expect(parseJob(notebook)).toEqual({
      name: "keras-notebook",
      seed: 7,
      data: {
        train: { random: { sequences: 100, timeSteps: 10, features: 1, labels: "binary" } },
        test: "same",
        padding: { side: "post", truncating: "pre", value: 0 },
        standardise: false,
        standardiseTargets: false,
      },
      model: {
        inputs: [{ name: "input" }],
        layers: [
          {
            type: "SimpleRNN",
            trainable: true,
            units: 10,
            activation: "tanh",
            useBias: true,
            kernelInitializer: "glorot_uniform",
            recurrentInitializer: "orthogonal",
            biasInitializer: "zeros",
            dropout: 0,
            recurrentDropout: 0,
            returnSequences: false,
            returnState: false,
            goBackwards: false,
            stateful: false,
            zeroOutputForMask: false,
            unroll: false,
          },
          {
            type: "Dense",
            trainable: true,
            units: 1,
            activation: "sigmoid",
            useBias: true,
            kernelInitializer: "glorot_uniform",
            biasInitializer: "zeros",
          },
        ],
      },
      loss: { type: "binary_crossentropy", fromLogits: false, labelSmoothing: 0 },
      metrics: [{ type: "accuracy" }],
      weightedMetrics: [],
      optimizer: adam,
      fit: { epochs: 10, batchSize: 32, shuffle: true, validationSplit: 0, callbacks: [] },
      cluster: { microBatchSize: 4, minWorkers: 1, leaseDurationMs: 5000, auditShare: 0 },
      checkpoints: { everySeconds: 30, keepLast: 3 },
      telemetry: { gradientFlow: { everySteps: 20 } },
      determinism: "strict",
    });
  });

  it("needs no more than data, layers and a loss", () => {
    const job = parseJobValue(smallest);
    expect(job).toMatchObject({
      name: "run",
      seed: 0,
      data: { train: { npz: "data.npz", x: "x", y: "y", targetPer: "sequence" } },
      model: { layers: [{ type: "Dense", activation: "linear" }] },
      metrics: [],
      optimizer: { type: "Adam", learningRate: 0.001 },
      fit: { epochs: 1, batchSize: 32 },
      cluster: { microBatchSize: 4 },
    });
    expect(job.model).not.toHaveProperty("parameters");
  });

  it("reads JSON as well, by the format or the file's name", () => {
    const text = JSON.stringify(smallest);
    expect(parseJob(text, { format: "json" })).toEqual(parseJobValue(smallest));
    expect(parseJob(text, { fileName: "Job.JSON" })).toEqual(parseJobValue(smallest));
    expect(problemsOf("seed: 1", "job.json")[0]).toMatch(/cannot be read: .*JSON/);
  });

  it("takes loss and optimizer by name or with options", () => {
    const job = parseJobValue({
      ...smallest,
      optimizer: "Adam",
      loss: { type: "binary_crossentropy", fromLogits: true },
    });
    expect(job.optimizer).toEqual(adam);
    expect(job.loss).toEqual({ type: "binary_crossentropy", fromLogits: true, labelSmoothing: 0 });
  });

  it.each([
    [1, 1],
    [11, 1],
    [12, 2],
    [16, 2],
    [22, 2],
    [23, 4],
    [32, 4],
    [64, 8],
    [100, 16],
    [1024, 128],
  ])("cuts a batch of %i into micro-batches of %i by default", (batchSize, microBatchSize) => {
    expect(parseJobValue({ ...smallest, fit: { batchSize } }).cluster.microBatchSize).toBe(microBatchSize);
    expect(2 ** Math.max(0, Math.round(Math.log2(batchSize / 8)))).toBe(microBatchSize);
  });

  it("follows anchors and aliases", () => {
    const text = notebook.replace("train: {", "train: &train {").replace("test: same", "test: *train");
    const { data } = parseJob(text);
    expect(data.test).toEqual(data.train);
  });
});

describe("the examples", () => {
  const folder = new URL("../../../examples/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

  it.each(names)("are jobs: %s", (name) => {
    expect(problemsOf(readFileSync(new URL(name, folder), "utf8"), name)).toEqual([]);
  });
});

describe("a job's problems", () => {
  it.each<[string, object, string]>([
    ["units of 0", { units: 0 }, "model.layers[0].units: expected a whole number of at least 1, got 0"],
    [
      "units that are not whole",
      { units: 1.5 },
      "model.layers[0].units: expected a whole number of at least 1, got 1.5",
    ],
    ["units of NaN", { units: NaN }, "model.layers[0].units: expected a whole number of at least 1, got NaN"],
    [
      "units as text",
      { units: "10" },
      'model.layers[0].units: expected a whole number of at least 1, got "10"',
    ],
    ["no units", {}, "model.layers[0].units: expected a whole number of at least 1, got nothing"],
    [
      "too many units",
      { units: 1e9 },
      "model.layers[0].units: expected a whole number of at most 1048576, got 1000000000",
    ],
    [
      "an unknown activation",
      { units: 1, activation: "sigmiod" },
      `model.layers[0].activation: expected ${listNames(activationNames)}, got "sigmiod"; did you mean "sigmoid"?`,
    ],
    [
      "Keras's key",
      { units: 1, use_bias: true },
      'model.layers[0].use_bias: unknown key; did you mean "useBias"?',
    ],
    ["a key far from any", { units: 1, xyzzyx: 1 }, "model.layers[0].xyzzyx: unknown key"],
    ["a name with a slash", { units: 1, name: "a/b" }, "model.layers[0].name: expected a name of letters"],
  ])("name the field of a layer: %s", (_, options, problem) => {
    const problems = withLayer({ type: "Dense", ...options });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each<[unknown, string]>([
    [
      { type: "Dens", units: 1 },
      `model.layers[0].type: expected ${listNames(layerTypes)}, got "Dens"; did you mean "Dense"?`,
    ],
    [{ units: 1 }, `model.layers[0].type: expected ${listNames(layerTypes)}, got nothing`],
    ["Dense", `model.layers[0]: expected a mapping with a type (${layerTypes.join(", ")}), got "Dense"`],
  ])("name the known layers for %j", (layer, problem) => {
    expect(withLayer(layer as object)).toEqual([problem]);
  });

  it.each<[string, object, string]>([
    [
      "no mapping",
      { data: [] },
      "data: expected a mapping with the keys train, validation, test, padding, standardise, standardiseTargets, got an empty list",
    ],
    ["an unknown section", { fitt: {} }, 'fitt: unknown key; did you mean "fit"?'],
    ["an unknown key of fit", { fit: { epoch: 3 } }, 'fit.epoch: unknown key; did you mean "epochs"?'],
    [
      "an infinite rate",
      { optimizer: { type: "Adam", learningRate: Infinity } },
      "optimizer.learningRate: expected a number of at least 0, finite as float32, got Infinity",
    ],
    [
      "a decay of 1",
      { optimizer: { type: "Adam", beta1: 1 } },
      "optimizer.beta1: expected a number of at least 0 and below 1, got 1",
    ],
    [
      "an epsilon of 0",
      { optimizer: { type: "Adam", epsilon: 0 } },
      "optimizer.epsilon: expected a number above 0, got 0",
    ],
    [
      "an unknown optimizer",
      { optimizer: "Adma" },
      `optimizer: expected ${listNames(optimizerTypes)}, got "Adma"; did you mean "Adam"?`,
    ],
    [
      "an unknown optimizer's type",
      { optimizer: { type: "Adagrd" } },
      `optimizer.type: expected ${listNames(optimizerTypes)}, got "Adagrd"; did you mean "Adagrad"?`,
    ],
    [
      "an unknown loss",
      { loss: "binary_crossentrpy" },
      `loss: expected ${listNames(lossTypes)}, got "binary_crossentrpy"; did you mean "binary_crossentropy"?`,
    ],
    [
      "a loss that is none",
      { loss: 3 },
      "loss: expected a loss by name, or a mapping with its type and options, got 3",
    ],
    [
      "an option of the loss",
      { loss: { type: "binary_crossentropy", from_logits: true } },
      'loss.from_logits: unknown key; did you mean "fromLogits"?',
    ],
    [
      "metrics that are no list",
      { metrics: "accuracy" },
      'metrics: expected a list of 0 to 20 metrics, got "accuracy"',
    ],
    [
      "an unknown metric",
      { metrics: ["acuracy"] },
      `metrics[0]: expected ${listNames(metricTypes)}, got "acuracy"; did you mean "accuracy"?`,
    ],
    [
      "a metric twice",
      { metrics: ["accuracy", "accuracy"] },
      'metrics[1]: expected each metric once, got "accuracy" again',
    ],
    [
      "a seed beyond 32 bits",
      { seed: 2 ** 32 },
      "seed: expected a whole number of at most 4294967295, got 4294967296",
    ],
    [
      "a short lease",
      { cluster: { leaseDurationMs: 99 } },
      "cluster.leaseDurationMs: expected a whole number of at least 100, got 99",
    ],
    [
      "a micro-batch beyond the batch",
      { cluster: { microBatchSize: 33 } },
      "cluster.microBatchSize: expected at most fit.batchSize (32), got 33",
    ],
    [
      "too many micro-batches",
      { fit: { batchSize: 65_537 }, cluster: { microBatchSize: 1 } },
      "cluster.microBatchSize: expected at least 2 for fit.batchSize 65537 in at most 65536 micro-batches, got 1",
    ],
    [
      "a batch beyond exact integers",
      { fit: { batchSize: 2 ** 53 } },
      "fit.batchSize: expected a whole number of at most 2147483647, got 9007199254740992",
    ],
    [
      "a batch just beyond the bound",
      { fit: { batchSize: 2 ** 31 } },
      "fit.batchSize: expected a whole number of at most 2147483647, got 2147483648",
    ],
    [
      "a batch far below 0",
      { fit: { batchSize: -(2 ** 53) } },
      "fit.batchSize: expected a whole number of at least 1, got -9007199254740992",
    ],
    [
      "a broken batch",
      { fit: { batchSize: 1.5 } },
      "fit.batchSize: expected a whole number of at least 1, got 1.5",
    ],
    [
      "a decay that is 1 as float32",
      { optimizer: { type: "Adam", beta1: 0.99999999999 } },
      "optimizer.beta1: expected a number whose float32 is below 1, got 0.99999999999",
    ],
    [
      "a second decay that is 1 as float32",
      { optimizer: { type: "Adam", beta2: 1 - 2 ** -26 } },
      `optimizer.beta2: expected a number whose float32 is below 1, got ${1 - 2 ** -26}`,
    ],
    [
      "an epsilon that is 0 as float32",
      { optimizer: { type: "Adam", epsilon: 1e-46 } },
      "optimizer.epsilon: expected a number whose float32 is above 0, got 1e-46",
    ],
    [
      "an epsilon that is infinite as float32",
      { optimizer: { type: "Adam", epsilon: 1e39 } },
      "optimizer.epsilon: expected a number whose float32 is finite, got 1e+39",
    ],
    [
      "a rate that is infinite as float32",
      { optimizer: { type: "Adam", learningRate: 1e39 } },
      "optimizer.learningRate: expected a number whose float32 is finite, got 1e+39",
    ],
    ["no layers", { model: { layers: [] } }, "model.layers: expected a list of 1 to 1000 layers, got 0"],
    ["a flag as text", { fit: { shuffle: "yes" } }, 'fit.shuffle: expected true or false, got "yes"'],
    [
      "an unknown word",
      { determinism: "strcit" },
      'determinism: expected "strict" or "relaxed", got "strcit"; did you mean "strict"?',
    ],
    [
      "two validation sets",
      { data: { train: { npz: "a" }, validation: { npz: "b" } }, fit: { validationSplit: 0.1 } },
      "fit.validationSplit: expected 0 as data.validation is given, got 0.1",
    ],
    [
      "a misspelt source",
      { data: { train: { nzp: "a" } } },
      `data.train: expected a mapping with just one of the keys ${sources}, got the keys nzp; did you mean "npz"?`,
    ],
    [
      "two sources",
      { data: { train: { npz: "a", random: { sequences: 1, timeSteps: 1, features: 1 } } } },
      `data.train: expected a mapping with just one of the keys ${sources}, got the keys npz, random`,
    ],
    [
      "a source's key",
      { data: { train: { npz: "a", X: "b" } } },
      'data.train.X: unknown key; did you mean "x"?',
    ],
    [
      "a source's value",
      { data: { train: { npz: 3 } } },
      "data.train.npz: expected a file's path (1 to 4096 characters, no control characters), got 3",
    ],
    [
      "another test",
      { data: { train: { npz: "a" }, test: "some" } },
      `data.test: expected "same" or a mapping with just one of the keys ${sources}, got "some"`,
    ],
  ])("name the field: %s", (_, parts, problem) => {
    expect(withParts(parts)).toEqual([problem]);
  });

  it("are all told at once", () => {
    const problems = withParts({ seed: -1, fit: { epochs: 0, batchsize: 1 }, metrics: ["x"] });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "seed",
      "metrics[0]",
      "fit.epochs",
      "fit.batchsize",
    ]);
  });

  it("of random data name what is missing", () => {
    const random = { sequences: 1, time_steps: 2, features: 1 };
    expect(withParts({ data: { train: { random } } })).toEqual([
      "data.train.random.timeSteps: expected a whole number of at least 1, got nothing",
      'data.train.random.time_steps: unknown key; did you mean "timeSteps"?',
    ]);
  });

  it("of layers alone have paths from the list", () => {
    expect(problemsFrom(() => parseLayers([{ type: "Dense", units: 0 }]))).toEqual([
      "[0].units: expected a whole number of at least 1, got 0",
    ]);
  });
});

describe("a job's limits", () => {
  it("hold the last values within them", () => {
    const optimizer = { type: "Adam", beta1: 1 - 2 ** -24, epsilon: 2 ** -149, learningRate: 3e38 } as const;
    const edges = { fit: { batchSize: 65_536 }, cluster: { microBatchSize: 1 }, optimizer };
    expect(parseJobValue({ ...smallest, ...edges })).toMatchObject(edges);
  });
});

describe("a job file with a byte order mark", () => {
  it.each(["j.json", "j.yaml"])("is read as without: %s", (fileName) => {
    const text = JSON.stringify(smallest);
    expect(parseJob(`\uFEFF${text}`, { fileName })).toEqual(parseJob(text, { fileName }));
    expect(() => parseJob('\uFEFF{"seed": -1}', { fileName })).toThrow(`${fileName}:1:2: seed: expected`);
  });
});

describe("a job file's errors", () => {
  it("begin with file, line and column", () => {
    const text = notebook.replace("epochs: 10", "epoch: 10").replace("units: 10", "units: 0");
    expect(() => parseJob(text, { fileName: "job.yaml" })).toThrow(
      'job.yaml:9:26: model.layers[0].units: expected a whole number of at least 1, got 0\njob.yaml:14:8: fit.epoch: unknown key; did you mean "epochs"?',
    );
    expect(() => parseJob(text)).toThrow(/^line 9:26: model\.layers\[0\]/);
  });

  it("point at what holds a missing key", () => {
    const text = notebook.replace("loss: binary_crossentropy\n", "");
    expect(() => parseJob(text, { fileName: "j" })).toThrow(/^j:2:1: loss: expected a loss by name/);
  });

  it("of JSON have places too", () => {
    const text = JSON.stringify({ ...smallest, seed: -1 }, null, 2);
    expect(() => parseJob(text, { fileName: "j.json" })).toThrow(/^j\.json:\d+:3: seed: expected/);
  });

  it("have the code JOB_INVALID and zod's error as cause", () => {
    expect.assertions(2);
    try {
      parseJobValue({});
    } catch (error) {
      expect((error as JobError).code).toBe("JOB_INVALID");
      expect((error as JobError).cause).toHaveProperty("issues");
    }
  });

  it.each([
    ["broken YAML", "seed: [1", /^j:1:9: Flow sequence/],
    ["a key twice", "seed: 1\nseed: 2", /^j:2:1: expected each key once, got "seed" again/],
    ["a tag", "seed: !!js/function 3", /^j:1:7: Unresolved tag/],
    ["two documents", "seed: 1\n---\nseed: 2", /^j:2:1: expected one document, got several$/],
    ["an alias of nothing", "seed: *a", /Unresolved alias/],
    ["brackets without end", "[".repeat(2 ** 17), /^j: cannot be read: nested too deeply/],
    ["lists within lists without end", "- ".repeat(2 ** 16), /^j: cannot be read: nested too deeply/],
    ["more than 128 KiB", "#".repeat(2 ** 17 + 1), /^j: expected at most 131072 characters, got 131073/],
    ["an empty file", "", /expected a mapping with the keys name, seed.*got null/],
    ["merge keys", "<<: { seed: 1 }", /unknown key/],
  ])("tell %s", (_, text, message) => {
    expect(() => parseJob(text, { fileName: "j" })).toThrow(JobError);
    expect(() => parseJob(text, { fileName: "j" })).toThrow(message);
  });

  it("show the first fifty problems of many", () => {
    const text = Array.from({ length: 60 }, (_, index) => `key${index}: 1`).join("\n");
    expect(problemsOf(text)).toHaveLength(63);
    expect(() => parseJob(text)).toThrow(/key46: unknown key\nand 13 more$/);
  });

  it("tell aliases that grow without bound", () => {
    const levels = ["a: &a [x,x,x,x,x,x,x,x,x,x]"];
    for (const [from, to] of ["a b", "b c", "c d", "d e", "e f"].map((pair) => pair.split(" "))) {
      levels.push(`${to!}: &${to!} [${new Array(10).fill(`*${from!}`).join(",")}]`);
    }
    expect(() => parseJob(levels.join("\n"))).toThrow(/Excessive alias count/);
  });

  it("are JobErrors whatever the text", () => {
    const damaged = fc.tuple(fc.nat(notebook.length), fc.nat(10), fc.string()).map(([at, length, text]) => {
      return notebook.slice(0, at) + text + notebook.slice(at + length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => {
        try {
          parseJob(text);
        } catch (error) {
          expect(error).toBeInstanceOf(JobError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("formatJob", () => {
  it("writes what parseJob reads as the same job", () => {
    const job = parseJob(notebook);
    expect(parseJob(formatJob(job))).toEqual(job);
  });

  it("shows defaults", () => {
    expect(formatJob(parseJob(notebook))).toContain("recurrentInitializer: orthogonal");
  });

  it("takes a filled-in job as a value again", () => {
    const job = parseJob(notebook);
    expect(parseJobValue(JSON.parse(JSON.stringify(job)))).toEqual(job);
  });
});
