import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "@lockstep/checkpoint";
import type { RunEvent } from "@lockstep/telemetry";
import type { RawWorker } from "./testing/raw-worker.js";
import { smallAnswer, smallJob } from "./testing/small-job.js";
import { answerAll, answerUntil, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

function workerNamed(workerId: string, change: Parameters<RawWorker["hello"]>[0] = {}): RawWorker {
  const worker = test.rawWorker();
  worker.hello({ workerId, ...change });
  return worker;
}

async function begin(change: Record<string, unknown> = {}): Promise<{ runId: string; worker: RawWorker }> {
  const runId = await test.client.submit({ kind: "train", job: smallJob(change) });
  return { runId, worker: workerNamed("one") };
}

async function finished(runId: string): Promise<RunEvent | undefined> {
  return (await test.eventsOf(runId)).at(-1);
}

/** It does not end before a client has asked for something. */
const long = { fit: { epochs: 300, batchSize: 4 }, checkpoints: { everySeconds: 0 } };

describe("a client", () => {
  it("pauses a run after its step, which is kept in a checkpoint, and has it go on", async () => {
    const { runId, worker } = await begin(long);
    const answered = answerAll(worker, runId, smallAnswer);
    await test.event(runId, "step", ({ step }) => step === 1);
    await test.client.pause(runId, "lunch");
    const paused = await test.event(runId, "run-paused");
    expect(paused).toMatchObject({ cause: "user", reason: "lunch" });
    await test.event(runId, "checkpoint-saved", ({ step }) => step === paused.step);
    await test.client.pause(runId, "lunch");
    await test.client.resume(runId);
    await answered;
    const events = await test.eventsOf(runId);
    expect(events.filter(({ type }) => type === "run-paused")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "run-continued")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ outcome: "completed", steps: 1200 });
  });

  it("stops a run that is paused, and one that waits behind it", async () => {
    const { runId, worker } = await begin();
    await answerUntil(worker, runId, 2, smallAnswer);
    await test.client.pause(runId);
    worker.say(smallAnswer(await worker.next("assignment", ({ round }) => round === 2)));
    await test.event(runId, "run-paused");
    const second = await test.client.submit({ kind: "train", job: smallJob() });
    await test.client.stop(second);
    expect(await finished(second)).toMatchObject({ outcome: "stopped", steps: 0 });
    await test.client.stop(runId);
    expect(await finished(runId)).toMatchObject({ outcome: "stopped", steps: 3 });
  });

  it("is told which checkpoint it had written", async () => {
    const { runId, worker } = await begin(long);
    const answered = answerAll(worker, runId, smallAnswer);
    await test.event(runId, "step", ({ step }) => step === 1);
    await test.client.pause(runId);
    const paused = await test.event(runId, "run-paused");
    const { step, file } = await test.client.checkpoint(runId);
    expect(step).toBe(paused.step);
    expect(file).toBe(`checkpoints/step-${step}.safetensors`);
    expect(await readdir(join(test.dataDir, "runs", runId, "checkpoints"))).toContain(basename(file));
    await test.client.resume(runId);
    await answered;
  });

  it("drains a worker: it finishes what it holds and goes", async () => {
    const { runId, worker } = await begin();
    const assignment = await worker.next("assignment");
    const other = workerNamed("two");
    await other.next("run-begin");
    await test.client.drain("one");
    worker.say(smallAnswer(assignment));
    await worker.next("drain");
    await worker.over;
    await answerAll(other, runId, smallAnswer);
    expect(await finished(runId)).toMatchObject({ outcome: "completed" });
    await test.client.drain("two");
    await other.next("drain");
    await expect(test.client.drain("two")).rejects.toThrow(
      'worker: expected the id of a worker that is connected, got "two"',
    );
  });

  it("is told what a run must be for what it asks", async () => {
    const { runId, worker } = await begin();
    const queued = await test.client.submit({ kind: "train", job: smallJob() });
    await worker.next("assignment");
    const onlyRunning = "only a run that is running or paused can be paused";
    await expect(test.client.pause(queued)).rejects.toThrow(`run: ${queued} is queued; ${onlyRunning}`);
    await expect(test.client.resume(runId)).rejects.toThrow(
      `run: ${runId} is running; only a run that is paused can be resumed`,
    );
    await test.client.stop(queued);
    await answerAll(worker, runId, smallAnswer);
    await finished(runId);
    await expect(test.client.pause(runId)).rejects.toThrow(`run: ${runId} is completed; ${onlyRunning}`);
    await expect(test.client.stop(runId)).rejects.toThrow(
      `run: ${runId} is completed; only a run that is not over can be stopped`,
    );
    await expect(test.client.checkpoint(runId)).rejects.toThrow(`run: ${runId} is completed`);
    for (const ask of [test.client.pause("x"), test.client.resume("x"), test.client.checkpoint("x")])
      await expect(ask).rejects.toThrow("run: expected the id of a run of this coordinator");
  });

  it("is told of a run that is on without its events, and of where to go on", async () => {
    const { runId, worker } = await begin({ fit: { epochs: 3, batchSize: 4 } });
    await answerUntil(worker, runId, 6, smallAnswer);
    await test.event(runId, "step", ({ step }) => step === 6);
    const { sequence, run, workers } = await test.client.overview(runId);
    expect(run).toMatchObject({ runId, state: "running", step: 6, epoch: 2 });
    expect(run.history).toHaveLength(1);
    expect(workers).toMatchObject([{ workerId: "one", state: "live" }]);
    const later: RunEvent[] = [];
    const answered = answerAll(worker, runId, smallAnswer);
    for await (const event of test.client.watch(runId, { after: sequence })) later.push(event);
    expect(later.filter(({ type }) => type === "step").map((event) => "step" in event && event.step)).toEqual(
      [7, 8, 9, 10, 11, 12],
    );
    await answered;
  });

  it("is told of a run of before without its workers", async () => {
    const { runId, worker } = await begin();
    await answerAll(worker, runId, smallAnswer);
    const last = await finished(runId);
    await test.crash();
    await test.restart();
    const { newest, run, workers } = await test.client.overview(runId);
    expect(newest).toBe(last?.sequence);
    expect(run).toMatchObject({ state: "completed" });
    expect(run.history.length).toBeGreaterThan(0);
    expect(workers).toEqual([]);
    await expect(test.client.overview("x")).rejects.toThrow("expected the id of a run of this coordinator");
  });

  it("sees runs of before with all that a list has", async () => {
    const { runId, worker } = await begin();
    await answerAll(worker, runId, smallAnswer);
    await finished(runId);
    await test.crash();
    await test.restart();
    expect(await test.client.runs()).toMatchObject([
      { runId, name: "test", kind: "train", state: "completed", step: 12, totalSteps: 12 },
    ]);
    expect(await finished(runId)).toMatchObject({ type: "run-finished", outcome: "completed" });
  });
});

describe("a run whose files cannot be written", () => {
  it("stands still while no checkpoint can be, says why, and goes on", async () => {
    const { runId, worker } = await begin();
    await answerUntil(worker, runId, 1, smallAnswer);
    const folder = join(test.dataDir, "runs", runId, "checkpoints");
    await test.event(runId, "checkpoint-saved");
    await rename(folder, `${folder}.away`);
    await writeFile(folder, "");
    const answer = async (number: number): Promise<void> =>
      worker.say(smallAnswer(await worker.next("assignment", ({ round }) => round === number)));
    await answer(1);
    await test.event(runId, "step", ({ step }) => step === 2);
    // It may have been given the next step before the checkpoint failed.
    await answer(2);
    const paused = await test.event(runId, "run-paused");
    expect(paused).toMatchObject({ cause: "storage", reason: expect.stringContaining("ENOTDIR") as string });
    await expect(test.client.resume(runId)).rejects.toThrow("it goes on by itself when there is room");
    await rm(folder);
    await rename(`${folder}.away`, folder);
    await answerAll(worker, runId, smallAnswer);
    expect(await finished(runId)).toMatchObject({ outcome: "completed", steps: 12 });
  });

  it("does not keep those waiting who ask for a checkpoint meanwhile", async () => {
    const { runId, worker } = await begin({ ...long, checkpoints: { everySteps: 1, everySeconds: 0 } });
    const answered = answerAll(worker, runId, smallAnswer);
    await test.event(runId, "checkpoint-saved");
    const checkpoints = join(test.dataDir, "runs", runId, "checkpoints");
    await rename(checkpoints, `${checkpoints}-away`);
    await test.event(runId, "run-paused");
    for (let asked = 0; asked < 2; asked++)
      await expect(test.client.checkpoint(runId)).rejects.toThrow(checkpoints);
    await rename(`${checkpoints}-away`, checkpoints);
    await test.event(runId, "run-continued");
    expect(await test.client.checkpoint(runId)).toMatchObject({ file: expect.any(String) as string });
    await test.client.stop(runId);
    await answered;
  });

  it("waits with its end until its model is saved", async () => {
    const { runId, worker } = await begin();
    const path = join(test.dataDir, "runs", runId, "model.safetensors");
    await mkdir(path);
    await answerAll(worker, runId, smallAnswer);
    const paused = await test.event(runId, "run-paused");
    expect(paused).toMatchObject({
      cause: "storage",
      reason: expect.stringContaining("the model could not be written") as string,
      step: 12,
    });
    await rm(path, { recursive: true });
    expect(await test.event(runId, "run-continued")).toMatchObject({ step: 12 });
    expect(await finished(runId)).toMatchObject({ outcome: "completed", model: path });
    expect((await loadModel(path)).step).toBe(12);
  });

  it("ends all the same when it is told to, and says what was not saved", async () => {
    const { runId, worker } = await begin();
    await mkdir(join(test.dataDir, "runs", runId, "model.safetensors"));
    await answerAll(worker, runId, smallAnswer);
    await test.event(runId, "run-paused");
    const watching = finished(runId);
    const unsaved = await test.coordinator.drain("test");
    expect(unsaved).toEqual([expect.stringContaining("the model could not be written")]);
    expect(await watching).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("the model could not be written") as string,
    });
  });
});

describe("workers", () => {
  it("are given no more than their credit, and more when it grows", async () => {
    const many = { fit: { epochs: 1, batchSize: 16 }, cluster: { microBatchSize: 1 } };
    const runId = await test.client.submit({ kind: "train", job: smallJob(many) });
    // A sequence has 3 inputs and a target: 16 bytes.
    const worker = workerNamed("one", { creditBytes: 0 });
    await worker.next("run-begin");
    worker.say({ type: "heartbeat", sequence: 1 });
    await worker.next("heartbeat");
    expect(worker.received.some(({ type }) => type === "assignment")).toBe(false);
    worker.say({ type: "credit", bytes: 4 * 16 });
    const first = await worker.next("assignment");
    expect(first.sequences.length).toBeLessThanOrEqual(4);
    worker.say({ type: "credit", bytes: 1e6 });
    const sizes = (await answerAll(worker, runId, smallAnswer)).map(({ sequences }) => sequences.length);
    expect(Math.max(...sizes)).toBeGreaterThan(4);
    expect(await finished(runId)).toMatchObject({ outcome: "completed" });
  });

  it("stand by where there are enough, and step in when one goes", async () => {
    const { runId, worker } = await begin({ cluster: { microBatchSize: 4, maxWorkers: 1 } });
    await worker.next("assignment");
    const second = workerNamed("two");
    await second.next("welcome");
    expect(await test.event(runId, "worker-standby")).toMatchObject({ workerId: "two", standby: true });
    worker.close();
    await answerAll(second, runId, smallAnswer);
    expect(await finished(runId)).toMatchObject({ outcome: "completed" });
  });

  it("are quarantined by name when they send wrong numbers, and the run goes on", async () => {
    const audited = { cluster: { microBatchSize: 4, auditShare: 1 } };
    const runId = await test.client.submit({ kind: "train", job: smallJob(audited), minWorkers: 3 });
    const names = ["one", "two", "liar"];
    const workers = names.map((name) => workerNamed(name));
    await Promise.all(
      workers.map((worker, index) =>
        answerAll(worker, runId, (assignment) => {
          const result = smallAnswer(assignment);
          if (names[index] === "liar" && result.gradient.length > 0) result.gradient[3] = 0.5;
          return result;
        }),
      ),
    );
    const events = await test.eventsOf(runId);
    expect(events.filter(({ type }) => type === "worker-quarantined")).toMatchObject([{ workerId: "liar" }]);
    expect(events.at(-1)).toMatchObject({ outcome: "completed", steps: 12 });
  });
});
