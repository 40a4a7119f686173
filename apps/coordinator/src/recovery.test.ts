import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Job } from "@lockstep/job";
import type { Assignment, Result } from "@lockstep/protocol";
import { openRunStore } from "@lockstep/run-store";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databasePath, interruptedRuns, startCoordinator } from "@lockstep/coordinator";
import type { RawWorker } from "./testing/raw-worker.js";
import { smallAnswer, smallJob } from "./testing/small-job.js";
import { answerAll, answerUntil, optionsFor, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
beforeEach(async () => {
  test = await TestCoordinator.start();
});
afterEach(() => test.close());

const stepsPerEpoch = 4;

const job = smallJob;
const answer = smallAnswer;

function workerNamed(workerId: string): RawWorker {
  const worker = test.rawWorker();
  worker.hello({ workerId });
  return worker;
}

const submit = (submitted: Job): Promise<string> => test.client.submit({ kind: "train", job: submitted });

/** Trains without a disturbance. */
async function undisturbed(submitted: Job): Promise<RunEvent[]> {
  const runId = await submit(submitted);
  const worker = workerNamed("undisturbed");
  await answerAll(worker, runId, answer);
  // It would be given work of the next run, and answer none of it.
  worker.close();
  return test.eventsOf(runId);
}

/** Trains up to a round, then the coordinator crashes. */
async function crashIn(submitted: Job, round: number): Promise<string> {
  const runId = await submit(submitted);
  await answerUntil(workerNamed("before"), runId, round, answer);
  await test.event(runId, "step", ({ step }) => step === round);
  const newest = round - (round % 2);
  await test.event(runId, "checkpoint-saved", ({ step }) => step === newest);
  await test.crash();
  return runId;
}

async function goOn(runId: string): Promise<RunEvent[]> {
  await answerAll(workerNamed("after"), runId, answer);
  return test.eventsOf(runId);
}

/** What is the same whatever happened: steps and epochs, and how it ended. */
const told = (events: readonly RunEvent[]): unknown[] =>
  events.flatMap((event): unknown[] => {
    if (event.type === "step") return [[event.step, event.digest, event.measures, event.epochMeasures]];
    if (event.type === "epoch") return [[event.epoch, event.measures]];
    return event.type === "run-finished" ? [[event.outcome, event.steps, event.finalDigest, event.test]] : [];
  });

const ofType = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is RunEvent & { type: Type } => event.type === type);

describe("a coordinator that is started again", () => {
  it.each([1, 4, 6])("goes on with a run in round %i by itself, and tells each step once", async (round) => {
    const expected = told(await undisturbed(job()));
    const runId = await crashIn(job(), round);
    await test.restart();
    const events = await goOn(runId);
    expect(told(events)).toEqual(expected);
    expect(ofType(events, "run-recovered")).toMatchObject([{ step: round - (round % 2), toldSteps: round }]);
    expect(ofType(events, "run-submitted")).toHaveLength(1);

    const store = await openRunStore({ path: databasePath(test.dataDir) });
    const steps = await store.steps(runId, 1, 100);
    await store.close();
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 3 * stepsPerEpoch }, (_, i) => i + 1));
  });

  it("goes on after it was suspended, from a checkpoint of its last step", async () => {
    const runId = await submit(job());
    const worker = workerNamed("before");
    await answerUntil(worker, runId, 3, answer);
    await test.event(runId, "step", ({ step }) => step === 3);
    const suspended = test.coordinator.suspend();
    worker.say(answer(await worker.next("assignment", ({ round }) => round === 3)));
    await suspended;
    expect(worker.received.some(({ type }) => type === "drain" || type === "run-end")).toBe(false);
    await test.restart();
    const events = await goOn(runId);
    expect(ofType(events, "run-recovered")).toMatchObject([{ step: 4, toldSteps: 4 }]);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
  }, 20_000);

  it("ends what a watcher reads when it is suspended, though nobody has anything more to tell", async () => {
    const runId = await submit(job());
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { type } of test.client.watch(runId)) seen.push(type);
    })();
    await test.event(runId, "waiting");
    await test.coordinator.suspend();
    await watching;
    expect(seen).toEqual(expect.arrayContaining(["run-submitted", "waiting"]));
    await test.restart();
  });

  it("begins runs that waited in their order", async () => {
    const first = await crashIn(job(), 2);
    await test.restart();
    const second = await submit(job({ name: "second" }));
    const third = await submit(job({ name: "third" }));
    await test.crash();
    await test.restart();
    expect((await test.client.runs()).map(({ runId, state }) => [runId, state])).toEqual([
      [third, "queued"],
      [second, "queued"],
      [first, expect.stringMatching(/waiting|running/)],
    ]);
    const worker = workerNamed("after");
    for (const runId of [first, second, third]) await answerAll(worker, runId, answer);
    for (const runId of [first, second, third])
      expect((await test.eventsOf(runId)).at(-1)).toMatchObject({ outcome: "completed" });
  });

  it("leaves a run paused that was paused, until it is resumed", async () => {
    const runId = await submit(job());
    const worker = workerNamed("before");
    const answering = answerUntil(worker, runId, 100, answer);
    await test.client.pause(runId, "lunch");
    await test.event(runId, "run-paused");
    await test.crash();
    void answering;
    await test.restart();
    await test.event(runId, "run-paused", ({ reason, sequence }) => reason === "lunch" && sequence > 0);
    const after = workerNamed("after");
    await after.next("welcome");
    expect(await test.client.runs()).toMatchObject([{ runId, state: "paused", waitingFor: "lunch" }]);
    await test.client.resume(runId);
    await answerAll(after, runId, answer);
    expect((await test.eventsOf(runId)).at(-1)).toMatchObject({ outcome: "completed", steps: 12 });
  });

  it("sets a run aside whose data changed, begins the next, and goes on with it when they are back", async () => {
    const lines = (last: number): string =>
      [0, 1, 2, last].map((x) => JSON.stringify({ x: [[x], [1]], y: x % 2 })).join("\n");
    await writeFile(join(test.dataDir, "train.jsonl"), lines(3));
    const data = { train: { jsonl: "train.jsonl" } };
    const expected = told(await undisturbed(job({ data })));
    const runId = await crashIn(job({ data }), 2);
    await test.restart();
    const next = await submit(job());
    await test.crash();
    await writeFile(join(test.dataDir, "train.jsonl"), lines(5));
    await test.restart();
    const reason = expect.stringContaining("the data changed since the run began") as string;
    expect(await test.event(runId, "run-paused")).toMatchObject({ cause: "data", reason, step: 2 });
    const aside = (await test.client.runs()).find((run) => run.runId === runId);
    expect(aside).toMatchObject({ state: "paused", waitingFor: reason });
    const worker = workerNamed("after");
    await answerAll(worker, next, answer);
    expect((await test.eventsOf(next)).at(-1)).toMatchObject({ outcome: "completed" });

    await writeFile(join(test.dataDir, "train.jsonl"), lines(3));
    await test.client.resume(runId);
    await answerAll(worker, runId, answer);
    expect(told(await test.eventsOf(runId))).toEqual(expected);
  });

  it("ends a run that was set aside when it is stopped", async () => {
    const lines = [0, 1, 2, 3].map((x) => JSON.stringify({ x: [[x], [1]], y: x % 2 }));
    await writeFile(join(test.dataDir, "train.jsonl"), lines.join("\n"));
    const runId = await crashIn(job({ data: { train: { jsonl: "train.jsonl" } } }), 2);
    await rm(join(test.dataDir, "train.jsonl"));
    await test.restart();
    await test.event(runId, "run-paused");
    await expect(test.client.checkpoint(runId)).rejects.toThrow("paused");
    await test.client.stop(runId);
    expect((await test.eventsOf(runId)).at(-1)).toMatchObject({ outcome: "stopped", steps: 2 });
  });

  it("passes a damaged checkpoint over, leaves it as it is, and goes on from the one before", async () => {
    const rarely = job({ checkpoints: { everySteps: 6, everySeconds: 0 } });
    const expected = told(await undisturbed(rarely));
    const runId = await crashIn(rarely, 6);
    const path = join(test.dataDir, "runs", runId, "checkpoints", "step-6.safetensors");
    const bytes = await readFile(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await test.restart();
    const events = await goOn(runId);
    expect(ofType(events, "checkpoint-damaged")).toMatchObject([{ file: "checkpoints/step-6.safetensors" }]);
    expect(ofType(events, "run-recovered")).toMatchObject([
      { step: 0, checkpoint: "checkpoints/milestone-0.safetensors" },
    ]);
    expect(told(events)).toEqual(expected);
    expect(await readFile(path)).toEqual(bytes);
  });

  it("fails a run that would tell other steps than it told", async () => {
    const runId = await crashIn(job(), 5);
    await test.restart();
    const other = (assignment: Assignment): Result => {
      const result = answer(assignment);
      result.gradient[0] = 1;
      return result;
    };
    await answerAll(workerNamed("after"), runId, other);
    expect((await test.eventsOf(runId)).at(-1)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("step 5: expected parameters of digest") as string,
    });
  });

  it("keeps the log of epochs and the best model whole", async () => {
    const fit = {
      epochs: 3,
      batchSize: 4,
      callbacks: [{ type: "CSVLogger" }, { type: "ModelCheckpoint", monitor: "loss" }],
    };
    await crashIn(job({ fit }), 6);
    await test.restart();
    const [run] = await test.client.runs();
    const events = await goOn(run?.runId ?? "");
    const [end] = ofType(events, "run-finished");
    const log = await readFile(end?.log ?? "", "utf8");
    expect(
      log
        .trim()
        .split("\n")
        .map((line) => line.split(",")[0]),
    ).toEqual(["epoch", "0", "1", "2"]);
    expect(end?.best).toMatch(/best\.safetensors$/);
  });

  it("goes on telling a watcher where it was, without a gap and without a repetition", async () => {
    const runId = await submit(job());
    const worker = workerNamed("before");
    const answering = answerUntil(worker, runId, 5, answer);
    const seen: RunEvent[] = [];
    for await (const event of test.client.watch(runId)) {
      seen.push(event);
      if (event.type === "step" && event.step === 3) break;
    }
    await answering;
    await test.crash();
    await test.restart();
    const answered = answerAll(workerNamed("after"), runId, answer);
    const after = seen.at(-1)?.sequence ?? 0;
    for await (const event of test.client.watch(runId, { after })) seen.push(event);
    await answered;
    // How far an evaluation has come is not kept.
    const lasting = seen.filter(({ type }) => type !== "evaluation-progress");
    expect(lasting).toEqual(
      (await test.eventsOf(runId)).filter(({ type }) => type !== "evaluation-progress"),
    );
  });

  it("takes up nothing where it shall not, and one run where it is named", async () => {
    const runId = await crashIn(job(), 3);
    await test.restart({ stream: "local-1", recover: "none" });
    expect(await test.client.runs()).toEqual([]);
    await test.crash();
    const interrupted = async (): Promise<string[]> =>
      (await interruptedRuns(test.dataDir)).map(({ snapshot }) => snapshot.runId);
    expect(await interrupted()).toEqual([runId]);
    await test.restart({ stream: "local-2", recover: { runId } });
    expect(await interrupted()).toEqual([]);
    const another = { ...optionsFor(test.dataDir), stream: "local-3", recover: { runId } };
    await expect(startCoordinator(another)).rejects.toThrow("goes on in another process already");
    const events = await goOn(runId);
    expect(events.at(-1)).toMatchObject({ outcome: "completed", steps: 12 });
    await expect(startCoordinator(another)).rejects.toThrow(
      `run: ${runId} is completed; only a run that is not over can be resumed`,
    );
  });

  it("begins no run anew that is over, though its history is lost", async () => {
    const over = await submit(job());
    const worker = workerNamed("before");
    await answerAll(worker, over, answer);
    await test.eventsOf(over);
    const unfinished = await submit(job({ name: "unfinished" }));
    await answerUntil(worker, unfinished, 2, answer);
    await test.crash();
    for (const end of ["", "-wal", "-shm"]) await rm(`${databasePath(test.dataDir)}${end}`, { force: true });
    await test.restart();
    expect((await test.client.runs()).map(({ runId }) => runId)).toEqual([unfinished]);
    expect((await goOn(unfinished)).at(-1)).toMatchObject({ outcome: "completed", steps: 12 });
  });

  it("does not take the copy of a run's folder for a run", async () => {
    const runId = await crashIn(job(), 3);
    const folder = join(test.dataDir, "runs", runId);
    await cp(folder, `${folder}-copy`, { recursive: true });
    await test.restart();
    expect((await test.client.runs()).map((run) => run.runId)).toEqual([runId]);
    expect((await goOn(runId)).at(-1)).toMatchObject({ outcome: "completed", steps: 12 });
  });

  it("lists runs that nobody can go on with among the interrupted ones, and says why", async () => {
    const runId = await crashIn(job(), 2);
    const file = join(test.dataDir, "runs", runId, "run.json");
    await writeFile(file, "{");
    expect(await interruptedRuns(test.dataDir)).toMatchObject([
      { snapshot: { runId }, problem: expect.stringContaining(`${file}: expected JSON`) as string },
    ]);
    await rm(join(test.dataDir, "runs", runId), { recursive: true });
    expect(await interruptedRuns(test.dataDir)).toMatchObject([
      { snapshot: { runId }, problem: expect.stringContaining(file) as string },
    ]);
  });

  it("ends a run as failed whose folder is gone", async () => {
    const runId = await crashIn(job(), 2);
    await rm(join(test.dataDir, "runs", runId), { recursive: true });
    await test.restart();
    expect((await test.eventsOf(runId)).at(-1)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("run.json") as string,
    });
  });
});

describe("a data folder", () => {
  it("has one coordinator at a time", async () => {
    await expect(TestCoordinator.start({ dataDir: test.dataDir })).rejects.toThrow(`process ${process.pid}`);
  });
});
