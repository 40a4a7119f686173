import { parseJob, type Job } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { Storm } from "./testing/storm.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

/** How long things go wrong, and the seeds by which they do. */
const seconds = Number(process.env.LOCKSTEP_STORM_SECONDS ?? 20);
const seeds = (process.env.LOCKSTEP_STORM_SEEDS ?? `${Date.now() % 100_000},2`).split(",").map(Number);

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

/** It has validation, a callback that lowers the rate, and a dropout: all that could lose its place. */
function job(epochs: number): Job {
  return parseJob(
    notebookJob({
      model: {
        layers: [
          { type: "LSTM", units: 24, dropout: 0.2 },
          { type: "Dense", units: 1, activation: "sigmoid" },
        ],
      },
      fit: {
        epochs,
        batchSize: 32,
        validationSplit: 0.2,
        callbacks: [{ type: "ReduceLROnPlateau", monitor: "val_loss", patience: 2, factor: 0.7 }],
      },
      cluster: { microBatchSize: 4, leaseDurationMs: 1000 },
      checkpoints: { everySteps: 7 },
    }),
    { format: "json" },
  );
}

const told = (events: readonly RunEvent[]): object[] =>
  events.flatMap((event): object[] => {
    if (event.type === "step") return [{ step: event.step, digest: event.digest }];
    if (event.type === "epoch") return [{ epoch: event.epoch, measures: event.measures }];
    return [];
  });

describe.each(seeds)("a storm of %i", (seed) => {
  it(`of ${seconds} s changes no digest`, async () => {
    const storm = new Storm(seed, workspace, coordinator);
    await storm.addWorker();
    const stormy = await trainUntil(
      (steps) => storm.isOver && steps >= 150,
      () => storm.begin(seconds),
    );
    const calm = await trainUntil((steps) => steps >= stepsOf(stormy));
    await storm.ended;
    console.log(`seed ${seed}: ${storm.report}; ${stormy.length} events`);
    const common = told(stormy).length;
    expect(told(calm).slice(0, common)).toEqual(told(stormy));
  }, 300_000);
});

const stepsOf = (events: readonly RunEvent[]): number => events.filter(({ type }) => type === "step").length;

/** Trains until it is told to stop. Gives what was told. */
async function trainUntil(
  isOver: (steps: number) => boolean,
  started: () => void = () => undefined,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  // It never ends by itself before.
  const runId = await coordinator.submit(job(100_000), 1);
  let steps = 0;
  let isStopping = false;
  for await (const event of coordinator.watch(runId)) {
    events.push(event);
    if (event.type === "run-started") started();
    if (event.type !== "step" || !isOver(++steps) || isStopping) continue;
    isStopping = true;
    await coordinator.client.stop(runId);
  }
  return events;
}
