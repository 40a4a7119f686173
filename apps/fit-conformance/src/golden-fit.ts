import type { GradientBackend } from "@lockstep/backend";
import { incrementalParameterDigest } from "@lockstep/checkpoint";
import { jobOptions, type GoldenCase } from "@lockstep/golden-cases";
import { parseJobValue, type Job } from "@lockstep/job";
import { planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf, parameterPenalty } from "@lockstep/optimizer";
import {
  runInProcess,
  runProblem,
  type InProcessOutcome,
  type RunDefinition,
  type RunShape,
} from "@lockstep/training-run";
import { DatasetComputation } from "./dataset-computation.js";
import { goldenParts, type GoldenParts } from "./golden-data.js";

/** How the work of a fit is cut and spread: none of it may matter beyond float32 noise. */
export interface GoldenFitCut {
  readonly microBatchSize: number;
  readonly workers: number;
}

/** A fit of Keras repeated. */
export interface GoldenFitOutcome {
  readonly plan: ModelPlan;
  readonly training: InProcessOutcome;
  /** Of `predict` with what training left, (sequences, ...plan.outputShape). */
  readonly predictions: Float32Array;
  /** Carried states after each epoch, (batchSize, plan.stateSize); empty where the model has none. */
  readonly epochStates: readonly Float32Array[];
}

/** Trains, evaluates and predicts as the case's Keras did, from its first parameters. */
export function repeatFit(golden: GoldenCase, backend: GradientBackend, cut: GoldenFitCut): GoldenFitOutcome {
  const job = jobOf(golden);
  const parts = goldenParts(golden, job);
  const train = parts.train?.layout;
  if (!train) throw new Error(`golden case ${golden.name}: no training data`);
  const plan = planJob(job, [train.inputs[0]?.shape ?? []]);
  const definition = definitionOf(golden, job, plan, parts, cut);
  const problem = runProblem(definition);
  if (problem !== undefined) throw new Error(`golden case ${golden.name}: ${problem}`);

  const model = backend.prepare(plan, definition.objective);
  try {
    const computation = new DatasetComputation(model, parts, job.seed);
    const training = runInProcess(definition, computation.compute, { workers: cut.workers });
    const prediction = runInProcess(
      {
        ...definition,
        shape: { ...definition.shape, kind: "predict" },
        initial: initialState(definition.optimizer, training.result.state.parameters),
      },
      computation.compute,
      { workers: cut.workers },
    );
    return {
      plan,
      training,
      epochStates: computation.lastStates("train"),
      predictions: prediction.result.predictions ?? new Float32Array(),
    };
  } finally {
    model.dispose();
  }
}

function jobOf(golden: GoldenCase): Job {
  return parseJobValue({
    ...jobOptions(golden),
    data: { train: { npz: `${golden.name}.npz` }, test: "same" },
  });
}

function definitionOf(
  golden: GoldenCase,
  job: Job,
  plan: ModelPlan,
  parts: GoldenParts,
  cut: GoldenFitCut,
): RunDefinition {
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  return {
    shape: shapeOf(golden, job, plan, parts, cut.microBatchSize),
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    initial: initialState(optimizer, parametersBefore(golden, plan)),
    penalty: parameterPenalty(plan.parameters),
    callbacks: job.fit.callbacks,
    minWorkers: cut.workers,
    leaseDurationMs: 1000,
    determinism: "strict",
    digest: incrementalParameterDigest,
  };
}

function shapeOf(
  golden: GoldenCase,
  { seed, fit }: Job,
  { stateSize }: ModelPlan,
  { train, validation, test }: GoldenParts,
  microBatchSize: number,
): RunShape {
  const { epochs, batchSize, shuffle } = fit;
  const order = orderOf(golden);
  return {
    ...{ kind: "train", seed, epochs, batchSize, shuffle },
    microBatchSize: Math.min(microBatchSize, batchSize),
    sequences: {
      train: train?.sequences ?? 0,
      validation: validation?.sequences ?? 0,
      test: test?.sequences ?? 0,
    },
    ...(order ? { order } : {}),
    ...(stateSize > 0 ? { stateful: true } : {}),
  };
}

function parametersBefore(golden: GoldenCase, plan: ModelPlan): Float32Array {
  const parameters = new Float32Array(plan.parameterCount);
  for (const { layer, name, offset } of plan.parameters)
    parameters.set(golden.float32(`parameters.before/${layer}/${name}`), offset);
  return parameters;
}

/** The order of each epoch, where the case says one. */
function orderOf(golden: GoldenCase): Uint32Array[] | undefined {
  if (!golden.tensors.has("order")) return undefined;
  const [epochs = 0, rows = 0] = golden.shape("order");
  const { data } = golden.tensors.get("order") ?? { data: [] };
  const order = Uint32Array.from(data, Number);
  return Array.from({ length: epochs }, (_, epoch) => order.subarray(epoch * rows, (epoch + 1) * rows));
}
