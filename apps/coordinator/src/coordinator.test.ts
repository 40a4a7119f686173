import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Client } from "@lockstep/client";
import { parseDataSource, type Job } from "@lockstep/job";
import { wire } from "@lockstep/protocol";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
// Requests are read in a thread, started from a file that Node can run: the built one.
import { startCoordinator, type Coordinator } from "@lockstep/coordinator";
import { RawWorker, resultFor } from "./testing/raw-worker.js";
import { parameterCount, smallJob } from "./testing/small-job.js";
import { answerAll, optionsFor, writeNpz } from "./testing/test-coordinator.js";

/** One epoch of 2 steps, of two micro-batches each; checkpoints as by default. */
function job(change: Record<string, unknown> = {}): Job {
  return smallJob({ fit: { epochs: 1, batchSize: 8 }, checkpoints: {}, ...change });
}

let dataDir: string;
let coordinator: Coordinator;
let client: Client;
let workers: RawWorker[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "lockstep-coordinator-"));
  coordinator = await startCoordinator(options());
  client = connect(coordinator.grpcAddress);
  workers = [];
});

afterEach(async () => {
  client.close();
  for (const worker of workers) worker.close();
  await coordinator.close();
  await rm(dataDir, { recursive: true });
});

function options() {
  return optionsFor(dataDir);
}

function rawWorker(token?: string): RawWorker {
  const worker = new RawWorker(coordinator.grpcAddress, token);
  workers.push(worker);
  return worker;
}

/** A worker that has joined and holds the first step of a run. */
async function busyWorker(submitted = job()) {
  const runId = await client.submit({ kind: "train", job: submitted });
  const worker = rawWorker();
  worker.hello();
  const assignment = await worker.next("assignment");
  return { runId, worker, assignment };
}

/** Answers every assignment until the run ends. */
async function work(worker: RawWorker, runId: string): Promise<void> {
  await answerAll(worker, runId, (assignment) => resultFor(assignment, parameterCount));
}

async function eventsOf(runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of client.watch(runId)) events.push(event);
  return events;
}

describe("a coordinator", () => {
  it("trains with a worker, saves the model with the job, and tells all of it", async () => {
    const { runId, worker } = await busyWorker();
    await work(worker, runId);
    const events = await eventsOf(runId);
    expect(events.filter(({ type }) => type === "step")).toHaveLength(2);
    const finished = events.at(-1);
    expect(finished).toMatchObject({
      type: "run-finished",
      outcome: "completed",
      steps: 2,
      test: { loss: expect.closeTo(0.7, 6) as number },
    });
    expect(finished).toMatchObject({ finalDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(await readFile(join(dataDir, "runs", runId, "job.yaml"), "utf8")).toContain("SimpleRNN");
    expect(await client.runs()).toMatchObject([{ runId, state: "completed", step: 2 }]);
  });

  it("predicts with the model of a run, and gives the predictions to clients", async () => {
    const { runId, worker } = await busyWorker();
    await work(worker, runId);
    await eventsOf(runId);
    const prediction = await client.submit({ kind: "predict", model: runId });
    const rounds = [
      await worker.next("assignment", (one) => one.purpose === "predict" && one.round === 0),
      await worker.next("assignment", (one) => one.purpose === "predict" && one.round === 1),
    ];
    rounds.forEach((assignment, round) =>
      worker.say(resultFor(assignment, 0, { predictions: new Float32Array(8).fill(round) })),
    );
    await eventsOf(prediction);
    const { shape, values } = await client.predictions(prediction);
    expect(shape).toEqual([16, 1]);
    expect([...values]).toEqual([...Array<number>(8).fill(0), ...Array<number>(8).fill(1)]);
  });

  it("queues a second run behind the first", async () => {
    const { runId, worker } = await busyWorker();
    const second = await client.submit({ kind: "train", job: job() });
    await work(worker, runId);
    await work(worker, second);
    expect((await eventsOf(second)).at(-1)).toMatchObject({ outcome: "completed" });
  });

  it("stops a run after its step and saves what was trained", async () => {
    const { runId, worker, assignment } = await busyWorker();
    await client.stop(runId);
    worker.say(resultFor(assignment, parameterCount));
    expect((await eventsOf(runId)).at(-1)).toMatchObject({
      outcome: "stopped",
      steps: 1,
      model: expect.any(String) as string,
    });
  });

  it("finishes the step, saves and closes when it is drained", async () => {
    const { runId, worker, assignment } = await busyWorker();
    const events = eventsOf(runId);
    const drained = coordinator.drain("test");
    worker.say(resultFor(assignment, parameterCount));
    await drained;
    expect((await events).at(-1)).toMatchObject({ outcome: "stopped", steps: 1 });
  });
});

/** The workers that the snapshot shows. */
async function listed(): Promise<string[]> {
  const response = await fetch(`http://${coordinator.httpAddress}/v1/snapshot`);
  const { workers } = (await response.json()) as { workers: { workerId: string }[] };
  return workers.map(({ workerId }) => workerId);
}

describe("a coordinator and workers that come and go", () => {
  it("lists those who are there, run or no run", async () => {
    const idle = rawWorker();
    idle.hello({ workerId: "idle" });
    await idle.next("welcome");
    expect(await listed()).toEqual(["idle"]);
    const runId = await client.submit({ kind: "train", job: job() });
    await work(idle, runId);
    await eventsOf(runId);
    expect(await listed()).toEqual(["idle"]);
    idle.say({ type: "leaving", reason: "test" });
    await idle.next("drain");
    await idle.over;
    await expect.poll(listed).toEqual([]);
  });

  it("dismisses who leaves: without a run, while one waits, and at its end", async () => {
    const idle = rawWorker();
    idle.hello({ workerId: "idle" });
    await idle.next("welcome");
    idle.say({ type: "leaving", reason: "test" });
    await idle.next("drain");

    const waiting = rawWorker();
    waiting.hello({ workerId: "waiting" });
    await waiting.next("welcome");
    const runId = await client.submit({ kind: "train", job: job(), minWorkers: 2 });
    waiting.say({ type: "leaving", reason: "test" });
    await waiting.next("drain");
    await client.stop(runId);

    const { runId: second, worker, assignment } = await busyWorker();
    await client.stop(second);
    worker.say({ type: "leaving", reason: "test" });
    worker.say(resultFor(assignment, parameterCount));
    await worker.next("drain");
    expect((await eventsOf(second)).at(-1)).toMatchObject({ outcome: "stopped", steps: 1 });
  });

  it("takes a result larger than the next run's that crosses the end of a run", async () => {
    const wide = job({
      model: {
        layers: [
          { type: "SimpleRNN", units: 300 },
          { type: "Dense", units: 1, activation: "sigmoid" },
        ],
      },
    });
    const { runId, worker, assignment } = await busyWorker(wide);
    await client.stop(runId);
    const parametersOfWide = 300 + 300 * 300 + 300 + 300 + 1;
    worker.say(resultFor(assignment, parametersOfWide));
    await eventsOf(runId);
    const second = await client.submit({ kind: "train", job: job() });
    worker.say(resultFor({ ...assignment, round: 1 }, parametersOfWide));
    await work(worker, second);
    expect((await eventsOf(second)).at(-1)).toMatchObject({ outcome: "completed" });
  });

  it("closes when it is drained while runs are submitted", async () => {
    await busyWorker();
    const submitting = Array.from({ length: 5 }, () =>
      client.submit({ kind: "train", job: job() }).catch(() => undefined),
    );
    const drained = coordinator.drain("test");
    workers[0]?.say(resultFor(await workers[0].next("assignment"), parameterCount));
    await Promise.all([drained, ...submitting]);
    await coordinator.closed;
  });

  /** Its recurrent kernel takes seconds to draw. */
  const large = (): Job =>
    job({
      model: {
        layers: [
          { type: "SimpleRNN", units: 700 },
          { type: "Dense", units: 1, activation: "sigmoid" },
        ],
      },
    });

  it("answers while it prepares a large model", async () => {
    const submit = { isDone: false };
    const submitted = client.submit({ kind: "train", job: large() }).finally(() => (submit.isDone = true));
    let answers = 0;
    while (!submit.isDone) {
      expect((await fetch(`http://${coordinator.httpAddress}/healthz`)).status).toBe(200);
      answers++;
    }
    await submitted;
    expect(answers).toBeGreaterThan(20);
  });

  it("does not run what its asker gave up while it was prepared", async () => {
    const hasty = connect(coordinator.grpcAddress, { submitDeadlineMs: 50 });
    await expect(hasty.submit({ kind: "train", job: large() })).rejects.toThrow("did not answer in time");
    hasty.close();
    const runId = await client.submit({ kind: "train", job: job() });
    expect((await client.runs()).map((run) => run.runId)).toEqual([runId]);
  });

  it("predicts without targets, and says so where targets are missing", async () => {
    const { runId, worker } = await busyWorker();
    await work(worker, runId);
    await eventsOf(runId);
    const unlabelled = parseDataSource({ npz: "unlabelled.npz" });
    await writeNpz(join(dataDir, "unlabelled.npz"), { x: { shape: [3, 3, 1], values: new Float32Array(9) } });
    await expect(client.submit({ kind: "evaluate", model: runId, data: unlabelled })).rejects.toThrow(
      "no array y",
    );
    const prediction = await client.submit({
      kind: "predict",
      model: runId,
      data: unlabelled,
    });
    const assignment = await worker.next("assignment", (one) => one.runId === prediction);
    worker.say(resultFor(assignment, 0, { predictions: Float32Array.of(1, 2, 3) }));
    await eventsOf(prediction);
    expect([...(await client.predictions(prediction)).values]).toEqual([1, 2, 3]);
  });

  it("ends a watch that begins after the run's last event", async () => {
    const { runId, worker } = await busyWorker();
    await work(worker, runId);
    const last = (await eventsOf(runId)).at(-1)?.sequence ?? 0;
    const late: RunEvent[] = [];
    for await (const event of client.watch(runId, { after: last })) late.push(event);
    expect(late).toEqual([]);
  });
});

describe("a coordinator refuses", () => {
  it("a worker of another protocol version, naming both", async () => {
    const worker = rawWorker();
    worker.hello({ protocolVersion: 99 });
    expect(await worker.next("refusal")).toMatchObject({
      code: "PROTOCOL_VERSION",
      reason: expect.stringContaining("hello.protocol_version: expected 4, got 99") as string,
    });
    await worker.over;
  });

  it("a worker that does not begin with hello", async () => {
    const worker = rawWorker();
    worker.say({ type: "heartbeat", sequence: 1 });
    expect(await worker.next("refusal")).toMatchObject({
      reason: "hello: expected as the first message, got heartbeat",
    });
  });

  it("a worker that says hello twice, run or no run", async () => {
    const worker = rawWorker();
    worker.hello();
    await worker.next("welcome");
    worker.hello();
    expect(await worker.next("refusal")).toMatchObject({
      code: "INVALID_MESSAGE",
      reason: "hello: expected once, got it again",
    });
  });

  it("bytes that are no message", async () => {
    const worker = rawWorker();
    worker.hello();
    await worker.next("welcome");
    worker.sayBytes(Uint8Array.of(255, 255, 255, 255));
    expect(await worker.next("refusal")).toMatchObject({
      code: "INVALID_MESSAGE",
      reason: expect.stringContaining("expected a WorkerMessage") as string,
    });
    await worker.over;
  });

  it("a tensor frame larger than the run allows", async () => {
    const { worker } = await busyWorker();
    const frame = { transfer: 1, offset: 0, totalBytes: 500_000_000, data: new Uint8Array(8) };
    worker.sayBytes(wire.WorkerMessage.encode({ frame }).finish());
    expect(await worker.next("refusal")).toMatchObject({
      reason: expect.stringContaining("frame.total_bytes: expected at most") as string,
    });
  });

  it("a message larger than gRPC may carry", async () => {
    const { worker } = await busyWorker();
    const reason = "x".repeat(5 * 1024 * 1024);
    worker.sayBytes(wire.WorkerMessage.encode({ leaving: { reason } }).finish());
    expect((await worker.over)?.message).toMatch(/RESOURCE_EXHAUSTED/);
  });

  it("a result of wrong length, and gives its work to another worker", async () => {
    const { runId, worker, assignment } = await busyWorker();
    worker.say(resultFor(assignment, parameterCount - 1));
    const other = rawWorker();
    other.hello({ workerId: "other" });
    await work(other, runId);
    const events = await eventsOf(runId);
    expect(events.find(({ type }) => type === "worker-quarantined")).toMatchObject({
      workerId: "raw",
      reason: expect.stringContaining("result.gradient: expected 11 elements, got 10") as string,
    });
    expect(events.at(-1)).toMatchObject({ outcome: "completed" });
  });

  it("a result that is not finite: the update is withheld and the run fails, naming the parameter", async () => {
    const { runId, worker, assignment } = await busyWorker();
    worker.say(
      resultFor(assignment, parameterCount, {
        gradient: new Float32Array(parameterCount).fill(1).fill(NaN, 2, 3),
      }),
    );
    expect((await eventsOf(runId)).at(-1)).toMatchObject({
      outcome: "failed",
      steps: 0,
      reason: expect.stringContaining(
        "micro-batches 0 to 1 (computed by raw): the gradient of simple_rnn/recurrent_kernel[0] is NaN",
      ) as string,
    });
  });

  it("to count a result for another run, or one twice", async () => {
    const { runId, worker, assignment } = await busyWorker();
    worker.say(resultFor(assignment, parameterCount, { runId: "another-run" }));
    worker.say(resultFor(assignment, parameterCount));
    worker.say(resultFor(assignment, parameterCount));
    await work(worker, runId);
    const finished = (await eventsOf(runId)).at(-1);
    // `work` answers the first assignment once more.
    expect(finished).toMatchObject({
      outcome: "completed",
      droppedResults: { stale: 3, duplicate: 0, unsolicited: 0 },
    });
  });

  it("an older process of the same worker id when a newer one joins", async () => {
    const older = rawWorker();
    older.hello({ incarnation: "1" });
    await older.next("welcome");
    const newer = rawWorker();
    newer.hello({ incarnation: "2" });
    await newer.next("welcome");
    expect(await older.next("refusal")).toMatchObject({ code: "DUPLICATE_WORKER" });
  });

  it("a job that does not fit its data, naming the field", async () => {
    const wide = job({
      model: {
        layers: [
          { type: "SimpleRNN", units: 2 },
          { type: "Dense", units: 3, activation: "sigmoid" },
        ],
      },
    });
    await expect(client.submit({ kind: "train", job: wide })).rejects.toThrow(
      "data.train: targets: expected shape [3] for an output of shape [3], got [1]",
    );
  });

  it("files outside of its data root, and models that are not there", async () => {
    const outside = job({ data: { train: { npz: "../../etc/passwd" } } });
    await expect(client.submit({ kind: "train", job: outside })).rejects.toThrow("expected a file in");
    await expect(client.submit({ kind: "evaluate", model: "nothing" })).rejects.toThrow(
      'got "nothing", which is neither',
    );
    await expect(client.submit({ kind: "evaluate", model: "../../../etc/passwd" })).rejects.toThrow(
      "expected a file in",
    );
  });

  it("to watch or stop a run that it does not know", async () => {
    await expect(client.stop("nothing")).rejects.toThrow("run: expected the id of a run of this coordinator");
    await expect(eventsOf("nothing")).rejects.toThrow("run: expected the id of a run of this coordinator");
  });

  it("to start where a port is in use, naming the option", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const taken = { host: "127.0.0.1", port };
    const other = optionsFor(join(dataDir, "other"));
    await expect(startCoordinator({ ...other, listen: taken })).rejects.toThrow(
      `--listen 127.0.0.1:${port}: the port is in use`,
    );
    await expect(startCoordinator({ ...other, http: taken })).rejects.toThrow(`--http 127.0.0.1:${port}`);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a coordinator with a token", () => {
  it("lets in who shows it, and nobody else", async () => {
    await coordinator.close();
    coordinator = await startCoordinator({ ...options(), token: "secret" });
    const stranger = rawWorker("guess");
    stranger.hello();
    expect((await stranger.over)?.message).toContain("UNAUTHENTICATED");
    const member = rawWorker("secret");
    member.hello();
    await member.next("welcome");
    const anonymous = connect(coordinator.grpcAddress);
    await expect(anonymous.runs()).rejects.toThrow("token: missing or wrong");
    anonymous.close();
    const known = connect(coordinator.grpcAddress, { token: "secret" });
    expect(await known.runs()).toEqual([]);
    known.close();
  });
});
