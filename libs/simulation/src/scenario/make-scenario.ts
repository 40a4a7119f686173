import type { CheckpointPolicy } from "@lockstep/training-run";
import { Random } from "../random.js";
import { makeFaults } from "./make-faults.js";
import { runFeatures, type RunFeature } from "./run-features.js";
import type { Scenario, SimulatedWorkerPlan } from "./scenario.js";

/** How much goes wrong. */
export type Mood =
  | "calm" // almost nothing
  | "rough" // some things
  | "wild" // more than anybody should have to stand
  | "false"; // a worker gives wrong numbers, among quiet honest ones

/** The schedule of a seed: which run, which workers, and what happens to them. */
export function makeScenario(seed: number): Scenario {
  const random = new Random(seed, "scenario");
  const feature = random.pick(runFeatures);
  const mood = moodOf(random);
  const count = mood === "false" ? 3 + random.below(4) : 1 + random.below(8);
  const workers = Array.from({ length: count }, (_, index) => makeWorker(random, index, mood));
  const faults = makeFaults(random, mood, count);
  // One that cannot compute does not come back.
  const mayFail = faults.some(({ type }) => type === "worker-fail");
  const minWorkers = Math.min(minWorkersOf(random, mood, count), mayFail ? count - 1 : count);
  const limited = mood !== "false" && random.chance(0.2);
  return {
    seed,
    feature,
    workers,
    network: {
      delayMs: [0.2, random.pick([2, 10, 60])],
      repeatShare: mood === "calm" ? 0 : random.pick([0, 0.02, 0.2]),
      lateMs: random.pick([5, 50, 300]),
    },
    minWorkers,
    ...(limited ? { maxWorkers: minWorkers + random.below(3) } : {}),
    auditShare: mood === "false" ? 1 : random.pick([0, 0, 0, 0.2, 1]),
    checkpoints: makePolicy(random, feature),
    keepLast: random.pick([1, 2, 3]),
    tickMs: 100,
    heartbeatMs: 100,
    faults,
  };
}

function moodOf(random: Random): Mood {
  const draw = random.uniform();
  if (draw < 0.15) return "calm";
  if (draw < 0.65) return "rough";
  return draw < 0.93 ? "wild" : "false";
}

/** Two, where one lies: what one computes alone is not audited. */
function minWorkersOf(random: Random, mood: Mood, count: number): number {
  if (mood === "false") return 2;
  return random.chance(0.6) ? 1 : 1 + random.below(Math.min(count, 3));
}

function makeWorker(random: Random, index: number, mood: Mood): SimulatedWorkerPlan {
  const speeds = mood === "false" ? [4, 6, 8] : [2, 4, 4, 8, 25];
  return {
    slots: 1 + random.below(3),
    sequenceMs: random.pick(speeds),
    joinsAt: joinsAt(random, index, mood),
    credit: random.pick([3, 8, 64, 64]),
    lieShare: mood === "false" && index === 0 ? random.pick([0.1, 0.5, 1]) : 0,
  };
}

/** A liar comes when others are there who find it out. */
function joinsAt(random: Random, index: number, mood: Mood): number {
  if (mood === "false") return index === 0 ? 200 : 0;
  return index === 0 ? 0 : random.pick([0, 0, 1, 50, 700]);
}

function makePolicy(random: Random, { callbacks = [], shape = {} }: RunFeature): CheckpointPolicy {
  const everySteps = random.pick([undefined, 1, 1, 2, 3]);
  const everyMs = random.pick([undefined, 1, 150, 600]);
  const milestoneSteps = random.pick([undefined, undefined, 2, 4]);
  const validates = shape.sequences?.validation !== 0;
  const hasBest = random.chance(0.3) || callbacks.length > 1;
  return {
    ...(everySteps === undefined ? {} : { everySteps }),
    ...(everyMs === undefined ? {} : { everyMs }),
    ...(milestoneSteps === undefined ? {} : { milestoneSteps }),
    ...(hasBest ? { best: { monitor: validates ? "val_loss" : "loss", mode: "max" } } : {}),
  };
}
