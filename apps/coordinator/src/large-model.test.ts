import { parameterDigest } from "@lockstep/checkpoint";
import { planJob } from "@lockstep/model";
import type { ArithmeticEngine } from "@lockstep/numerics";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import type { Assignment, Result } from "@lockstep/protocol";
import { afterEach, expect, it } from "vitest";
import { resultFor } from "./testing/raw-worker.js";
import { smallJob } from "./testing/small-job.js";
import { answerAll, TestCoordinator } from "./testing/test-coordinator.js";

let test: TestCoordinator;
afterEach(() => test.close());

const job = smallJob({
  model: {
    layers: [
      { type: "SimpleRNN", units: 100, kernelRegularizer: { type: "L2", l2: 0.01 } },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
  optimizer: { type: "AdamW", globalClipnorm: 0.5, useEma: true },
  fit: { epochs: 2, batchSize: 4 },
  cluster: { microBatchSize: 2, minWorkers: 2 },
});
const plan = planJob(job, [[3, 1]]);
const sequences = 4;

/** Of a micro-batch of a step; empty of one of the test. */
function gradientOf({ first, parametersVersion, purpose }: Assignment): Float32Array {
  const gradient = new Float32Array(purpose === "gradient" ? plan.parameterCount : 0);
  for (let index = 0; index < gradient.length; index++)
    gradient[index] = (((index + first) * 7919 + parametersVersion) % 1009) / 500 - 1;
  return gradient;
}

/** Does everything some turns of the event loop later, as if on another thread. */
class BesideEngine implements ArithmeticEngine {
  readonly done = new Set<string>();

  async take(operations: Parameters<ArithmeticEngine["take"]>[0]): Promise<void> {
    for (const operation of operations) {
      await new Promise((resolve) => setImmediate(resolve));
      operation.over(operation.begin, operation.end);
      this.done.add(operation.name);
    }
  }
}

it("trains a large model to the same bits where its arithmetic is done beside the event loop", async () => {
  const engine = new BesideEngine();
  test = await TestCoordinator.start({ openArithmetic: () => ({ arithmetic: engine }) });
  const runId = await test.client.submit({ kind: "train", job });
  const answer = (assignment: Assignment): Result =>
    resultFor(assignment, plan.parameterCount, { gradient: gradientOf(assignment) });
  const workers = ["a", "b"].map((workerId) => {
    const worker = test.rawWorker();
    worker.hello({ workerId });
    return { worker, answered: answerAll(worker, runId, answer) };
  });
  const assignments = (await Promise.all(workers.map(({ answered }) => answered))).flat();
  const events = await test.eventsOf(runId);
  expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed", steps: 8 });

  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const begun = await workers[0]!.worker.next("parameters", ({ version }) => version === 0);
  const [kernel] = plan.parameters.filter(({ regularizer }) => regularizer);
  let state = initialState(optimizer, begun.values);
  for (let step = 0; step < 8; step++) {
    const parts = assignments
      .filter(({ purpose, parametersVersion }) => purpose === "gradient" && parametersVersion === step)
      .sort((a, b) => a.first - b.first);
    expect(parts.map(({ first, rows }) => [first, rows.length])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    const [left, right] = parts.map(gradientOf) as [Float32Array, Float32Array];
    const gradient = left.map((value, index) => Math.fround(value + right[index]!) / sequences);
    for (let index = kernel!.offset; index < kernel!.offset + kernel!.size; index++)
      gradient[index] = gradient[index]! + Math.fround(Math.fround(0.02) * state.parameters[index]!);
    state = optimizer.update(state, gradient);
    expect(events.find((event) => event.type === "step" && event.step === step + 1)).toMatchObject({
      digest: parameterDigest(state.parameters),
    });
  }
  expect(events.at(-1)).toMatchObject({ finalDigest: parameterDigest(optimizer.finalParameters(state)) });
  const expected = [
    "add",
    "mean",
    "penalty-gradient",
    "copy",
    "scale-down",
    "weight-decay",
    "adam",
    "first-non-finite",
  ];
  expect([...engine.done]).toEqual(expect.arrayContaining(expected));
});

it("ends a run whose arithmetic fails, with the reason", async () => {
  const arithmetic: ArithmeticEngine = { take: () => Promise.reject(new Error("no more memory")) };
  test = await TestCoordinator.start({ openArithmetic: () => ({ arithmetic }) });
  const runId = await test.client.submit({
    kind: "train",
    job: { ...job, cluster: { ...job.cluster, minWorkers: 1 } },
  });
  const worker = test.rawWorker();
  worker.hello();
  await answerAll(worker, runId, (assignment) =>
    resultFor(assignment, plan.parameterCount, { gradient: gradientOf(assignment) }),
  );
  expect((await test.eventsOf(runId)).at(-1)).toMatchObject({
    outcome: "failed",
    reason: "a fault of the coordinator: no more memory",
  });
});
