import { parseJob } from "@lockstep/job";
import { openRunStore } from "@lockstep/run-store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Dice } from "./testing/dice.js";
import { LastingCoordinator } from "./testing/lasting-coordinator.js";
import { LockstepProcess } from "./testing/lockstep-process.js";
import { endless, stepsOf, told, trainUntil } from "./testing/train-until.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

const kills = Number(process.env.LOCKSTEP_KILLS ?? 50);
const seed = Number(process.env.LOCKSTEP_CHAOS_SEED ?? Date.now() % 100_000);

let workspace: Workspace;
let coordinator: LastingCoordinator;

beforeEach(async () => {
  workspace = await Workspace.open();
  coordinator = await LastingCoordinator.start(workspace.folder, "data");
  for (const workerId of ["one", "two"]) {
    const args = ["worker", "--coordinator", coordinator.address, "--worker-id", workerId];
    new LockstepProcess([...args, "--backend", "wasm", "--slots", "1"], { cwd: workspace.folder });
  }
});
afterEach(async () => {
  coordinator.close();
  await workspace.close();
});

/** A checkpoint after every step: one is being written at most moments. */
const job = parseJob(
  notebookJob({
    fit: { epochs: endless, batchSize: 32, validationSplit: 0.2 },
    checkpoints: { everySteps: 1 },
  }),
  { format: "json" },
);

describe(`a coordinator that is killed ${kills} times at random moments (seed ${seed})`, () => {
  it("goes on by itself: every digest is the undisturbed run's, and each step is in the database once", async () => {
    const dice = new Dice(seed);
    let left = kills;
    let killing: Promise<void> | undefined;
    const strike = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, dice.below(250)));
      await coordinator.kill();
      await coordinator.restart();
      left--;
    };
    const disturbed = await trainUntil(
      coordinator,
      job,
      () => left === 0,
      (event) => {
        // Not before it trains again: each kill hits a run that goes on.
        if (event.type !== "step" || killing || left === 0) return;
        killing = strike().finally(() => (killing = undefined));
      },
    );
    await killing;
    console.log(`seed ${seed}: ${kills} kills over ${stepsOf(disturbed)} steps`);
    const undisturbed = await trainUntil(coordinator, job, (steps) => steps >= stepsOf(disturbed));

    expect(told(undisturbed).slice(0, told(disturbed).length)).toEqual(told(disturbed));
    const [end] = disturbed.slice(-1);
    expect(end).toMatchObject({ type: "run-finished", outcome: "stopped", steps: stepsOf(disturbed) });
    const numbers = disturbed.map(({ sequence }) => sequence);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));

    const store = await openRunStore({ path: workspace.path("data/lockstep.sqlite"), stream: "reader" });
    const stored = await store.steps(end?.runId ?? "", 1, Number.MAX_SAFE_INTEGER);
    await store.close();
    const steps = disturbed.flatMap((event) => (event.type === "step" ? [event] : []));
    expect(stored.map(({ step, digest }) => ({ step, digest }))).toEqual(
      steps.map(({ step, digest }) => ({ step, digest })),
    );
  }, 600_000);
});
