import { parseJob, type Job } from "@lockstep/job";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { Storm } from "./testing/storm.js";
import { endless, stepsOf, told, trainUntil } from "./testing/train-until.js";
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
function job(): Job {
  return parseJob(
    notebookJob({
      model: {
        layers: [
          { type: "LSTM", units: 24, dropout: 0.2 },
          { type: "Dense", units: 1, activation: "sigmoid" },
        ],
      },
      fit: {
        epochs: endless,
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

describe.each(seeds)("a storm of %i", (seed) => {
  it(`of ${seconds} s changes no digest`, async () => {
    const storm = new Storm(seed, workspace, coordinator);
    await storm.addWorker();
    const isOver = (steps: number): boolean => storm.isOver && steps >= 150;
    const stormy = await trainUntil(coordinator, job(), isOver, (event) => {
      if (event.type === "run-started" && !storm.hasBegun) storm.begin(seconds);
    });
    await storm.ended;
    const calm = await trainUntil(coordinator, job(), (steps) => steps >= stepsOf(stormy));
    console.log(`seed ${seed}: ${storm.report}; ${stormy.length} events`);
    expect(told(calm).slice(0, told(stormy).length)).toEqual(told(stormy));
  }, 300_000);
});
