import type { Random } from "../random.js";
import type { Fault, LinkDirection } from "./fault.js";
import type { Mood } from "./make-scenario.js";

/** A fault but for its time. */
type Untimed<One> = One extends Fault ? Omit<One, "at"> : never;
type FaultMaker = (random: Random, worker: number) => Untimed<Fault>;

/** Longer and shorter than a lease of 400 ms. */
const outages = [20, 150, 500, 1500];
const directions: readonly LinkDirection[] = ["to-coordinator", "to-worker", "both", "both"];

const ofWorkers: readonly FaultMaker[] = [
  (random, worker) => ({ type: "worker-crash", worker, downMs: random.pick(outages) }),
  (random, worker) => ({ type: "worker-crash", worker, downMs: random.pick(outages) }),
  (random, worker) => ({ type: "worker-pause", worker, forMs: random.pick(outages) }),
  (random, worker) => ({ type: "worker-hang", worker, forMs: random.pick([100, 600, Infinity]) }),
  (random, worker) => ({
    type: "worker-slow",
    worker,
    factor: random.pick([3, 20]),
    forMs: random.pick(outages),
  }),
  (random, worker) => ({
    type: "drain",
    worker,
    byItself: random.chance(0.5),
    downMs: random.pick([10, 400]),
  }),
  (random, worker) => ({
    type: "credit",
    worker,
    sequences: random.pick([0, 1, 5, 1000]),
    forMs: random.pick(outages),
  }),
  (random, worker) => ({ type: "worker-twin", worker, forMs: random.pick([20, 100, 500]) }),
  (random, worker) => cut(random, worker),
  (random, worker) => cut(random, worker),
  (random, worker) => cut(random, worker),
  (random, worker) => ({
    type: "partition",
    worker,
    direction: random.pick(directions),
    forMs: random.pick(outages),
  }),
  (random, worker) => ({
    type: "partition",
    worker,
    direction: random.pick(directions),
    forMs: random.pick(outages),
  }),
];

const ofCoordinator: readonly FaultMaker[] = [
  crash,
  crash,
  crash,
  (random) => ({ type: "coordinator-pause", forMs: random.pick(outages) }),
  (random) => ({ type: "clock-jump", byMs: random.pick([100, 500, 60_000]) }),
  (random) => ({ type: "late-ticks", forMs: random.pick(outages) }),
  (random) => ({ type: "disk-full", forMs: random.pick([100, 1200]) }),
  (random) => ({ type: "disk-failing", share: random.pick([0.1, 0.5]), forMs: random.pick(outages) }),
  (random) => ({ type: "disk-lying", forMs: random.pick(outages) }),
  (random) => ({ type: "store-failing", forMs: random.pick(outages) }),
  (random) => ({
    type: "checkpoint-rots",
    place: random.uniform(),
    downMs: random.pick([10, 100]),
  }),
];

const ofUsers: readonly FaultMaker[] = [
  (random) => ({ type: "run-pause", forMs: random.pick([5, 100, 700]) }),
  (random) => ({ type: "run-checkpoint", waits: random.chance(0.5) }),
];

function crash(random: Random): Untimed<Fault> {
  return {
    type: "coordinator-crash",
    moment: random.pick(["now", "epoch", "write", "tested"]),
    machine: random.chance(0.7),
    downMs: random.pick([10, 100, 800]),
  };
}

function cut(random: Random, worker: number): Untimed<Fault> {
  return {
    type: "cut",
    worker,
    workerLearnsAfterMs: random.pick([0, 5, 100, 900]),
    coordinatorLearnsAfterMs: random.pick([0, 5, 100, 900]),
    delivers: random.chance(0.5),
  };
}

/** What goes wrong in a schedule, in order of time. Worker 1 of a false one is honest, and both it and worker 2 are let be. */
export function makeFaults(random: Random, mood: Mood, workers: number): Fault[] {
  const faults = draw(random, mood, workers);
  if (mood !== "false" && random.chance(0.04))
    faults.push({ at: random.between(100, 1500), type: "run-stop" });
  if (mood === "wild" && workers > 1 && random.chance(0.15))
    faults.push({
      at: random.between(0, 1500),
      type: "worker-fail",
      worker: random.below(workers),
      forMs: 200,
    });
  return faults.sort((a, b) => a.at - b.at);
}

function draw(random: Random, mood: Mood, workers: number): Fault[] {
  // Over how long: most of a run, or its first steps.
  const horizon = random.pick([300, 1000, 2500]);
  const makers = { calm: ofUsers, rough: all, wild: all, false: ofUsers }[mood];
  return Array.from({ length: countOf(random, mood) }, () => ({
    at: Math.round(random.between(0, horizon) * 10) / 10,
    ...pickMaker(random, makers)(random, random.below(workers)),
  }));
}

const all = [ofWorkers, ofWorkers, ofCoordinator, ofUsers];

function pickMaker(
  random: Random,
  makers: readonly FaultMaker[] | readonly (readonly FaultMaker[])[],
): FaultMaker {
  const picked = random.pick<FaultMaker | readonly FaultMaker[]>(makers);
  return typeof picked === "function" ? picked : random.pick(picked);
}

function countOf(random: Random, mood: Mood): number {
  switch (mood) {
    case "calm":
      return random.below(3);
    case "false":
      return random.below(2);
    case "rough":
      return 1 + random.below(7);
    case "wild":
      return 8 + random.below(25);
  }
}
