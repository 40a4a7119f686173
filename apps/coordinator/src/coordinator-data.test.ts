import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDataSource, parseJobValue, type Job } from "@lockstep/job";
import type { Assignment } from "@lockstep/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resultFor, type RawWorker } from "./testing/raw-worker.js";
import { answerAll, TestCoordinator, type NpyArray } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

function job(change: Record<string, unknown> = {}): Job {
  return parseJobValue({
    name: "test",
    data: { train: { npz: "train.npz" } },
    model: {
      layers: [
        { type: "SimpleRNN", units: 2 },
        { type: "Dense", units: 1 },
      ],
    },
    loss: "mean_squared_error",
    fit: { epochs: 2, batchSize: 2, shuffle: false },
    cluster: { microBatchSize: 1 },
    ...change,
  });
}
/** Of {@link job}. */
const parameterCount = 11;

const array = (shape: number[], ...values: number[]): NpyArray => ({
  shape,
  values: Float32Array.from(values),
});
/** Sequences 0 to 3 of two time steps. */
const four = {
  x: array([4, 2, 1], 0, 1, 10, 11, 20, 21, 30, 31),
  y: array([4], 5, 6, 7, 8),
};

async function begin(submitted: Job): Promise<{ runId: string; worker: RawWorker }> {
  const runId = await test.client.submit({ kind: "train", job: submitted });
  const worker = test.rawWorker();
  worker.hello();
  return { runId, worker };
}

async function train(submitted = job(), count = parameterCount) {
  const { runId, worker } = await begin(submitted);
  const assignments = await answerAll(worker, runId, (one) => resultFor(one, count));
  return { runId, worker, assignments, finished: (await test.eventsOf(runId)).at(-1) };
}

/** What an assignment sends, row by row. */
function sent({ fresh, sequences }: Assignment): Record<number, number[]> {
  const size = fresh.values.length / Math.max(1, fresh.places.length);
  const rows = Array.from(fresh.places, (place, index): [number, number[]] => [
    sequences[place] ?? -1,
    [...fresh.values.subarray(index * size, (index + 1) * size)],
  ]);
  return Object.fromEntries(rows);
}

const refusal = (submitted: Job) => expect(test.client.submit({ kind: "train", job: submitted })).rejects;

describe("a coordinator sends sequences", () => {
  it("once to a worker that holds them, packed with their targets", async () => {
    await test.writeNpz("train.npz", four);
    const { assignments } = await train();
    expect(assignments.map(({ sequences }) => [...sequences])).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
      [2, 3],
    ]);
    expect(assignments.map(sent)).toEqual([
      { 0: [0, 1, 5], 1: [10, 11, 6] },
      { 2: [20, 21, 7], 3: [30, 31, 8] },
      {},
      {},
    ]);
    expect(assignments[0]).toMatchObject({ part: "train", timeSteps: 2, rows: [1, 1] });
  });

  it("again after a new connection, and for another run", async () => {
    await test.writeNpz("train.npz", four);
    const { worker, runId } = await begin(job());
    const first = await worker.next("assignment");
    expect(sent(first)).toHaveProperty("0");
    worker.close();
    const again = test.rawWorker();
    again.hello();
    const second = await again.next("assignment", ({ round }) => round === 0);
    expect(sent(second)).toEqual(sent(first));
    await answerAll(again, runId, (one) => resultFor(one, parameterCount));
    const next = await test.client.submit({ kind: "train", job: job() });
    const third = await again.next("assignment", (one) => one.runId === next && one.round === 0);
    expect(sent(third)).toEqual(sent(first));
  });

  it("says what rows are made of, part by part, and the shapes of the inputs", async () => {
    await test.writeNpz("train.npz", { ...four, w: array([4], 1, 2, 3, 4) });
    const weighted = { npz: "train.npz", sampleWeight: "w" };
    const { worker } = await begin(job({ data: { train: weighted, validation: { npz: "train.npz" } } }));
    const { inputs, layoutsJson, jobJson, heldSequencesBytes } = await worker.next("run-begin");
    expect(inputs).toEqual([{ name: "input", sizes: [2, 1] }]);
    expect(JSON.parse(layoutsJson)).toMatchObject({
      train: { inputs: [{ name: "x", shape: [2, 1] }], weight: { shape: [] }, timeSteps: 2 },
      validation: { target: { shape: [1] } },
    });
    expect(JSON.parse(layoutsJson)).not.toHaveProperty("validation.weight");
    expect(parseJobValue(JSON.parse(jobJson))).toEqual(JSON.parse(jobJson));
    expect(heldSequencesBytes).toBe(256 * 1024 * 1024);
    expect(sent(await worker.next("assignment"))).toEqual({ 0: [0, 1, 5, 1], 1: [10, 11, 6, 2] });
  });

  it("weighted by their classes while they are trained on, and only then", async () => {
    await test.writeNpz("train.npz", { ...four, y: array([4], 0, 1, 1, 0) });
    const { assignments } = await train(
      job({
        data: { train: { npz: "train.npz" }, test: "same" },
        loss: "binary_crossentropy",
        fit: { epochs: 1, batchSize: 4, shuffle: false, classWeight: { 1: 3 } },
      }),
    );
    expect(assignments.map(sent)).toEqual([
      { 0: [0, 1, 0, 1], 1: [10, 11, 1, 3], 2: [20, 21, 1, 3], 3: [30, 31, 0, 1] },
      { 0: [0, 1, 0], 1: [10, 11, 1], 2: [20, 21, 1], 3: [30, 31, 0] },
    ]);
  });
});

describe("a coordinator prepares data", () => {
  it("by what is fitted on the training part alone, and by the same for predictions", async () => {
    await test.writeNpz("train.npz", {
      x: array([4, 1, 1], 1, 3, 100, 200),
      y: array([4], 10, 30, 1000, 2000),
    });
    const { runId, worker, assignments } = await train(
      job({
        data: { train: { npz: "train.npz" }, standardise: true, standardiseTargets: true },
        fit: { epochs: 1, batchSize: 2, shuffle: false, validationSplit: 0.5 },
      }),
    );
    // Mean 2 and deviation 1; of the targets 20 and 10.
    expect(assignments.map(sent)).toEqual([
      { 0: [-1, -1], 1: [1, 1] },
      { 0: [98, 98], 1: [198, 198] },
    ]);

    await test.writeNpz("new.npz", { x: array([1, 1, 1], 5) });
    const data = parseDataSource({ npz: "new.npz" });
    const prediction = await test.client.submit({ kind: "predict", model: runId, data });
    const [assignment] = await answerAll(worker, prediction, (one) =>
      resultFor(one, 0, { predictions: Float32Array.of(0.5) }),
    );
    expect(assignment && sent(assignment)).toEqual({ 0: [3] });
    await test.eventsOf(prediction);
    expect([...(await test.client.predictions(prediction)).values]).toEqual([25]);
  });

  it("of ragged sequences, each part padded to its longest where the model takes any length", async () => {
    await test.writeNpz("train.npz", four);
    const lines = [
      { x: [[1]], y: 0 },
      { x: [[1], [2], [3], [4], [5]], y: 1 },
    ];
    await writeFile(join(test.dataDir, "test.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
    const data = { train: { npz: "train.npz" }, test: { jsonl: "test.jsonl" } };
    const { worker, runId } = await begin(job({ data, fit: { epochs: 1, batchSize: 4 } }));
    const assignments = await answerAll(worker, runId, (one) => resultFor(one, parameterCount));
    expect(assignments.map(({ part, timeSteps }) => [part, timeSteps])).toEqual([
      ["train", 2],
      ["test", 5],
    ]);
    expect([...(assignments[1]?.fresh.lengths ?? [])]).toEqual([1, 5]);
  });

  it("padded to one length where the model takes just that", async () => {
    await test.writeNpz("train.npz", four);
    await test.writeNpz("test.npz", { x: array([1, 1, 1], 9), y: array([1], 0) });
    const flat = { layers: [{ type: "Flatten" }, { type: "Dense", units: 1 }] };
    const data = { train: { npz: "train.npz" }, test: { npz: "test.npz" } };
    // The answers of these tests have the gradient flow of a recurrent layer.
    const telemetry = { gradientFlow: { everySteps: 0 } };
    const { assignments, runId } = await train(
      job({ model: flat, data, telemetry, fit: { epochs: 1, batchSize: 4 } }),
      3,
    );
    expect(assignments.map(({ timeSteps }) => timeSteps)).toEqual([2, 2]);

    // A saved model takes no longer ones than it was trained on.
    await test.writeNpz("long.npz", { x: array([1, 3, 1], 9, 9, 9), y: array([1], 0) });
    const long = parseDataSource({ npz: "long.npz" });
    await expect(test.client.submit({ kind: "evaluate", model: runId, data: long })).rejects.toThrow(
      "expected sequences of at most 2 time steps as the model takes, got 3",
    );
  });

  it("of several inputs, in the model's order", async () => {
    await test.writeNpz("train.npz", {
      a: four.x,
      b: array([4, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
      y: four.y,
    });
    const model = {
      inputs: [{ name: "series" }, { name: "features" }],
      layers: [
        { type: "SimpleRNN", name: "rnn", units: 2, inputs: ["series"] },
        { type: "Concatenate", inputs: ["rnn", "features"] },
        { type: "Dense", units: 1 },
      ],
    };
    const inputs = { features: "b", series: "a" };
    const { worker } = await begin(job({ model, data: { train: { npz: "train.npz", inputs } } }));
    expect((await worker.next("run-begin")).inputs).toEqual([
      { name: "series", sizes: [2, 1] },
      { name: "features", sizes: [3] },
    ]);
    expect(sent(await worker.next("assignment"))).toEqual({
      0: [0, 1, 1, 2, 3, 5],
      1: [10, 11, 4, 5, 6, 6],
    });
  });
});

describe("a coordinator refuses data", () => {
  const classes = {
    model: {
      layers: [
        { type: "SimpleRNN", units: 2 },
        { type: "Dense", units: 3, activation: "softmax" },
      ],
    },
    loss: "sparse_categorical_crossentropy",
  };

  it("with targets out of the range of classes, naming part and sequence", async () => {
    await test.writeNpz("train.npz", { ...four, y: array([4], 0, 1, 2, 2) });
    await test.writeNpz("test.npz", { ...four, y: array([4], 0, 1, 3, 2) });
    const data = { train: { npz: "train.npz" }, test: { npz: "test.npz" } };
    await refusal(job({ ...classes, data })).toThrow(
      "data.test: y: sequence 2: expected a class number from 0 to 2, got 3",
    );
  });

  it("with classes that weights are given for, but targets that name none", async () => {
    await test.writeNpz("train.npz", { ...four, y: array([4], 0, 1, 0.5, 1) });
    const fit = { classWeight: { 1: 2 } };
    await refusal(job({ fit, loss: "binary_crossentropy" })).toThrow("expected a class number");
  });

  it("with sample weights that do not go with the targets", async () => {
    await test.writeNpz("train.npz", { ...four, w: array([4, 2], 1, 1, 1, 1, 1, 1, 1, 1) });
    const data = { train: { npz: "train.npz", sampleWeight: "w" } };
    await refusal(job({ data })).toThrow(
      "data.train: sampleWeight: expected one for a sequence, as it has one target, got one for each time step",
    );
    await test.writeNpz("train.npz", {
      x: four.x,
      y: { shape: [4, 2, 1], values: four.x.values },
      w: array([4], 1, 1, 1, 1),
    });
    const perStep = {
      layers: [
        { type: "SimpleRNN", units: 2, returnSequences: true },
        { type: "Dense", units: 1 },
      ],
    };
    const timed = { train: { npz: "train.npz", sampleWeight: "w", targetPer: "timeStep" } };
    await refusal(job({ model: perStep, data: timed })).toThrow(
      "data.train: sampleWeight: expected one for each time step, as there are targets, got one for a sequence",
    );
  });

  it("with other features than the model was trained on", async () => {
    await test.writeNpz("train.npz", four);
    const { runId } = await train();
    await test.writeNpz("wide.npz", { x: array([1, 3, 2], 1, 2, 3, 4, 5, 6) });
    const data = parseDataSource({ npz: "wide.npz" });
    await expect(test.client.submit({ kind: "predict", model: runId, data })).rejects.toThrow(
      "data: input input: expected sequences of shape (2, 1) as the model was trained on, got (2, 2)",
    );
  });

  it("whose parts have other inputs", async () => {
    await test.writeNpz("train.npz", four);
    await test.writeNpz("test.npz", { x: array([1, 2, 2], 1, 2, 3, 4), y: array([1], 0) });
    const data = { train: { npz: "train.npz" }, test: { npz: "test.npz" } };
    await refusal(job({ data })).toThrow(
      "data: expected inputs of the same shapes in all parts, x (time steps, 1), got x (time steps, 2)",
    );
  });
});
