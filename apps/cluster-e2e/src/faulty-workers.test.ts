import { parseJob, type Job } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyWorker } from "./testing/faulty-worker.js";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { LockstepProcess } from "./testing/lockstep-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
let coordinator: LastingCoordinator;

beforeEach(async () => {
  workspace = await Workspace.open();
  coordinator = await LastingCoordinator.start(workspace.folder, "data");
});
afterEach(async () => {
  coordinator.close();
  await workspace.close();
});

function addWorker(workerId: string, ...faults: string[]): LockstepProcess {
  const args = ["--coordinator", coordinator.address, "--worker-id", workerId, "--slots", "1"];
  const all = [...args, "--backend", "wasm", ...faults];
  return new LockstepProcess(all, { cwd: workspace.folder, program: faultyWorker });
}

/** Each step takes some 20 ms of computing, far more than what a cluster adds. */
function lstmJob(change: Record<string, unknown> = {}): Job {
  return parseJob(
    notebookJob({
      data: { train: { random: { sequences: 128, timeSteps: 40, features: 4, labels: "binary" } } },
      model: {
        layers: [
          { type: "LSTM", units: 48 },
          { type: "Dense", units: 1, activation: "sigmoid" },
        ],
      },
      fit: { epochs: 40, batchSize: 32 },
      cluster: { microBatchSize: 2 },
      ...change,
    }),
    { format: "json" },
  );
}

async function train(job: Job, minWorkers: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const runId = await coordinator.submit(job, minWorkers);
  for await (const event of coordinator.watch(runId)) events.push(event);
  expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
  return events;
}

const digests = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === "step" ? [event.digest] : []));

function trainingMs(events: readonly RunEvent[]): number {
  const steps = events.filter(({ type }) => type === "step");
  return (steps.at(-1)?.time ?? NaN) - (events.find(({ type }) => type === "run-started")?.time ?? NaN);
}

describe("a worker that is ten times slower than the other", () => {
  it("gets a small share, and what it is late with is computed by the other too", async () => {
    addWorker("steady");
    const alone = await train(lstmJob(), 1);
    const straggler = addWorker("straggler", "--slowdown", "10");
    const together = await train(lstmJob(), 2);
    straggler.kill("SIGTERM");
    const [without, withIt] = [trainingMs(alone), trainingMs(together)];
    const ratio = (withIt / without).toFixed(2);
    console.log(`${without} ms without the straggler, ${withIt} ms with it: ${ratio} times as long`);
    expect(digests(together)).toEqual(digests(alone));
  }, 300_000);
});

describe("a worker that computes for ever", () => {
  it("does not hold up a run while another is there", async () => {
    addWorker("steady");
    const alone = await train(lstmJob({ fit: { epochs: 4, batchSize: 32 } }), 1);
    addWorker("hanging", "--hang-after", "3");
    const together = await train(lstmJob({ fit: { epochs: 4, batchSize: 32 } }), 2);
    expect(together.map(({ type }) => type)).toContain("speculated");
    expect(digests(together)).toEqual(digests(alone));
  }, 300_000);
});

describe.each([1, 2])("a worker that flips a bit now and then, among %i honest ones", (honest) => {
  it("is found by audits, named and put in quarantine, and the run goes on with right numbers", async () => {
    for (let index = 1; index <= honest; index++) addWorker(`honest-${index}`);
    const right = await train(lstmJob({ fit: { epochs: 10, batchSize: 32 } }), honest);
    addWorker("liar", "--flip-every", "40");
    const job = lstmJob({
      fit: { epochs: 10, batchSize: 32 },
      cluster: { microBatchSize: 2, auditShare: 1 },
    });
    const audited = await train(job, honest + 1);
    const quarantined = audited.flatMap((event) => (event.type === "worker-quarantined" ? [event] : []));
    expect(quarantined.map(({ workerId }) => workerId)).toEqual(["liar"]);
    expect(audited.map(({ type }) => type)).toContain("audit-disagreed");
    expect(digests(audited)).toEqual(digests(right));
  }, 300_000);
});
