import { incrementalParameterDigest, type RunIdentity } from "@lockstep/checkpoint";
import { initialState, optimizerOf, parameterPenalty } from "@lockstep/optimizer";
import type { RunDefinition, RunShape } from "@lockstep/training-run";
import { toyObjective } from "../toy/toy-objective.js";
import { runFeatures, type RunFeature } from "./run-features.js";
import { simulatedIdentity, simulatedJob } from "./simulated-job.js";

/** A run that is simulated, without what its schedule says of workers and checkpoints. */
export interface SimulatedRun {
  readonly feature: RunFeature;
  readonly definition: RunDefinition;
  readonly identity: RunIdentity;
}

const shape: RunShape = {
  kind: "train",
  seed: 3,
  epochs: 2,
  batchSize: 11,
  microBatchSize: 2,
  shuffle: true,
  sequences: { train: 25, validation: 5, test: 7 },
  gradientFlow: { everySteps: 3, timeSteps: 8 },
};

const made = new Map<string, SimulatedRun>();

/** The run of that feature; made once. */
export function simulatedRun(feature: RunFeature): SimulatedRun {
  const known = made.get(feature.name) ?? makeRun(feature);
  made.set(feature.name, known);
  return known;
}

/** @throws RangeError where there is none */
export function featureNamed(name: string): RunFeature {
  const feature = runFeatures.find((one) => one.name === name);
  if (!feature)
    throw new RangeError(
      `feature: expected one of ${runFeatures.map((one) => one.name).join(", ")}, got ${name}`,
    );
  return feature;
}

function makeRun(feature: RunFeature): SimulatedRun {
  const { job, plan } = simulatedJob(feature);
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const parameters = Float32Array.from({ length: plan.parameterCount }, (_, index) => 0.1 - index * 0.07);
  const regularizer = { type: "L2", l2: 0.1 } as const;
  const definition: RunDefinition = {
    shape: { ...shape, ...feature.shape },
    plan,
    objective: toyObjective,
    optimizer,
    initial: initialState(optimizer, parameters),
    ...(feature.isRegularised
      ? { penalty: parameterPenalty([{ offset: 0, size: 4, shape: [4], regularizer }]) }
      : {}),
    callbacks: feature.callbacks ?? [],
    minWorkers: 1,
    leaseDurationMs: 400,
    determinism: "strict",
    digest: incrementalParameterDigest,
  };
  return { feature, definition, identity: simulatedIdentity(job) };
}
