import { copyFile, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel } from "@lockstep/checkpoint";
import { parseJobValue, type Job } from "@lockstep/job";
import type { Assignment, Result } from "@lockstep/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resultFor } from "./testing/raw-worker.js";
import { answerAll, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

/** One output for each time step, so that every way of training is possible. */
function job(change: Record<string, unknown> = {}, fit: Record<string, unknown> = {}): Job {
  return parseJobValue({
    name: "test",
    data: { train: { npz: "train.npz", targetPer: "timeStep" } },
    model: {
      layers: [
        { type: "SimpleRNN", units: 2, returnSequences: true },
        { type: "Dense", units: 1 },
      ],
    },
    loss: "mean_squared_error",
    fit: { epochs: 3, batchSize: 2, shuffle: false, ...fit },
    cluster: { microBatchSize: 1 },
    ...change,
  });
}
const parameterCount = 11;

const timeSteps = 5;

function writeData(sequences = 4): Promise<void> {
  const ramp = Float32Array.from({ length: sequences * timeSteps }, (_, index) => index / 8);
  const arrays = { shape: [sequences, timeSteps, 1], values: ramp };
  return test.writeNpz("train.npz", { x: arrays, y: arrays });
}

async function run(submitted: Job, answer: (assignment: Assignment) => Result) {
  const runId = await test.client.submit({ kind: "train", job: submitted });
  const worker = test.rawWorker();
  worker.hello();
  const assignments = await answerAll(worker, runId, answer);
  const events = await test.eventsOf(runId);
  return { assignments, events, finished: events.at(-1), folder: join(test.dataDir, "runs", runId) };
}

/** Answers such that the mean loss of epoch n is losses[n]. */
const withLosses =
  (losses: readonly number[], stepsPerEpoch: number) =>
  (assignment: Assignment): Result => {
    const loss = losses[Math.floor(assignment.parametersVersion / stepsPerEpoch)] ?? 0;
    const rows = assignment.sequences.length;
    const entries = rows * timeSteps;
    return resultFor(assignment, parameterCount, {
      gradient: new Float32Array(parameterCount).fill(entries),
      statistics: Float64Array.of(loss * entries, entries, rows),
    });
  };

describe("callbacks of a run", () => {
  it("keep the best model and a log of the epochs in the run's folder", async () => {
    await writeData();
    const callbacks = [
      { type: "CSVLogger" },
      { type: "ModelCheckpoint", monitor: "loss", saveBestOnly: true },
    ];
    const { folder, finished } = await run(job({}, { callbacks }), withLosses([3, 1, 2], 2));
    expect(finished).toMatchObject({ outcome: "completed", steps: 6 });
    expect(await readFile(join(folder, "log.csv"), "utf8")).toBe("epoch,loss\n0,3\n1,1\n2,2\n");
    const best = await loadModel(join(folder, "best.safetensors"));
    const last = await loadModel(join(folder, "model.safetensors"));
    expect([best.step, best.epoch, last.step, last.epoch]).toEqual([4, 2, 6, 3]);
    expect(best.parameters).not.toEqual(last.parameters);
  });

  it("end a run early and restore its best weights, and are told of", async () => {
    await writeData();
    const callbacks = [{ type: "EarlyStopping", monitor: "loss", restoreBestWeights: true }];
    const { events, finished, folder } = await run(job({}, { callbacks }), withLosses([1, 2, 3], 2));
    expect(finished).toMatchObject({ outcome: "completed", steps: 4 });
    expect(events).toContainEqual(expect.objectContaining({ type: "callback", callback: "EarlyStopping" }));
    const afterFirstEpoch = events.find((event) => event.type === "step" && event.step === 2);
    const { parameterDigest } = await loadModel(join(folder, "model.safetensors"));
    expect(afterFirstEpoch).toMatchObject({ digest: parameterDigest });
  });
});

describe("states of a run", () => {
  const withStates = (assignment: Assignment): Result => {
    const states = new Float32Array(assignment.sequences.length * 2).fill(assignment.round + 1);
    return { ...withLosses([], 1)(assignment), states };
  };

  it("travel from segment to segment where sequences are cut", async () => {
    await writeData(2);
    const { assignments, finished } = await run(job({}, { truncate: 2, epochs: 1 }), withStates);
    expect(finished).toMatchObject({ outcome: "completed", steps: 3 });
    expect(assignments.map(({ timeRange, timeSteps: padded }) => [timeRange, padded])).toEqual([
      [{ begin: 0, end: 2 }, 5],
      [{ begin: 2, end: 4 }, 5],
      [{ begin: 4, end: 5 }, 5],
    ]);
    expect(assignments.map(({ states }) => [...states])).toEqual([[], [1, 1, 1, 1], [2, 2, 2, 2]]);
    // The sequences themselves travel once.
    expect(assignments.map(({ fresh }) => fresh.places.length)).toEqual([2, 0, 0]);
  });

  it("travel from batch to batch of a stateful model", async () => {
    await writeData();
    const layers = [
      { type: "SimpleRNN", units: 2, returnSequences: true, stateful: true },
      { type: "Dense", units: 1 },
    ];
    const { assignments } = await run(job({ model: { layers } }, { epochs: 1 }), withStates);
    expect(assignments.map(({ states }) => [...states])).toEqual([[], [1, 1, 1, 1]]);
    await writeData(3);
    const submitted = { kind: "train", job: job({ model: { layers } }) } as const;
    await expect(test.client.submit(submitted)).rejects.toThrow(
      "data.train: expected a multiple of fit.batchSize (2) sequences for a stateful model, got 3",
    );
  });

  it("are none where targets are one for a sequence", async () => {
    const x = { shape: [2, 5, 1], values: new Float32Array(10) };
    await test.writeNpz("train.npz", { x, y: { shape: [2, 5], values: new Float32Array(10) } });
    const whole = { train: { npz: "train.npz" } };
    const submitted = { kind: "train", job: job({ data: whole }, { truncate: 2 }) } as const;
    await expect(test.client.submit(submitted)).rejects.toThrow(
      "data.train: expected one target for each time step",
    );
  });
});

describe("a value that is not finite", () => {
  it("ends the run with its place: step, micro-batch, sequence, layer and time step", async () => {
    await writeData();
    const { finished } = await run(job(), (assignment) => ({
      ...resultFor(assignment, parameterCount, { statistics: Float64Array.of(NaN, 10, 2) }),
      nonFinite: {
        microBatch: assignment.first + 1,
        sequence: assignment.sequences[1] ?? -1,
        layer: "simple_rnn",
        pass: "forward",
        timeStep: 3,
        value: Infinity,
      },
    }));
    expect(finished).toMatchObject({ outcome: "failed", steps: 0 });
    const reason = (finished as { reason?: string }).reason ?? "";
    for (const part of ["step 1", "micro-batch 1", "sequence 1", "simple_rnn", "time step 3", "Infinity"])
      expect(reason).toContain(part);
  });
});

describe("a row that cannot be used, found when it is sent", () => {
  it("ends the run with its place, and saves what was trained before", async () => {
    // So many that they are left in the file: a sparse one, of zeros.
    const sequences = 7_000_000;
    await writeSparseNpy("x.npy", sequences, { sequence: 4, timeStep: 2, value: NaN });
    await writeSparseNpy("y.npy", sequences);
    const train = { npy: "x.npy", y: "y.npy", targetPer: "timeStep", rows: { from: 0, to: 5 } };
    const { finished, folder } = await run(job({ data: { train } }, { batchSize: 1 }), withLosses([1], 5));
    expect(finished).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(
        /x\.npy: expected a finite number in row 4, element 2, got NaN$/,
      ) as string,
      // It is found when it is read, which is ahead of the step before.
      steps: expect.toBeOneOf([3, 4]) as number,
    });
    const { step, parameterDigest } = await loadModel(join(folder, "model.safetensors"));
    expect(finished).toMatchObject({ steps: step, finalDigest: parameterDigest });
  });
});

/** Writes float32 of shape (sequences, timeSteps, 1), all 0 but one. */
async function writeSparseNpy(
  name: string,
  sequences: number,
  other?: { sequence: number; timeStep: number; value: number },
): Promise<void> {
  const header =
    `{'descr': '<f4', 'fortran_order': False, 'shape': (${sequences}, ${timeSteps}, 1), }`.padEnd(117);
  const start = Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(`${header}\n`)]);
  const file = await open(join(test.dataDir, name), "w");
  await file.write(start);
  await file.truncate(start.length + 4 * sequences * timeSteps);
  if (other) {
    const place = start.length + 4 * (other.sequence * timeSteps + other.timeStep);
    await file.write(new Uint8Array(Float32Array.of(other.value).buffer), 0, 4, place);
  }
  await file.close();
}

describe("a model of Keras", () => {
  it("is trained from its file on, with its layers written out", async () => {
    await copyFile(
      new URL("../../../golden/fit-notebook/model.keras", import.meta.url),
      join(test.dataDir, "model.keras"),
    );
    const submitted = job({
      data: { train: { random: { sequences: 8, timeSteps: 10, features: 1, labels: "binary" } } },
      model: { keras: "model.keras" },
      loss: "binary_crossentropy",
      fit: { epochs: 1, batchSize: 8 },
    });
    const runId = await test.client.submit({ kind: "train", job: submitted });
    const worker = test.rawWorker();
    worker.hello();
    const { jobJson } = await worker.next("run-begin");
    expect(parseJobValue(JSON.parse(jobJson)).model).toMatchObject({
      layers: [{ type: "SimpleRNN" }, { type: "Dense" }],
    });
    const { values } = await worker.next("parameters");
    await answerAll(worker, runId, (one) => resultFor(one, values.length));
    expect((await test.eventsOf(runId)).at(-1)).toMatchObject({ outcome: "completed" });
    expect(values.some((value) => value !== 0)).toBe(true);
  });

  it("is refused where its file is none", async () => {
    await test.writeNpz("model.keras", { x: { shape: [1], values: Float32Array.of(1) } });
    await writeData();
    const submitted = { kind: "train", job: job({ model: { keras: "model.keras" } }) } as const;
    await expect(test.client.submit(submitted)).rejects.toThrow(
      "model.keras: expected a model saved by Keras",
    );
    const missing = { kind: "train", job: job({ model: { keras: "none.keras" } }) } as const;
    await expect(test.client.submit(missing)).rejects.toThrow("none.keras");
  });
});
