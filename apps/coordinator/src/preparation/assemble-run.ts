import { incrementalParameterDigest } from "@lockstep/checkpoint";
import type { CheckpointsSpec } from "@lockstep/job";
import { gradientFlowLength, planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf, parameterPenalty, type OptimizerState } from "@lockstep/optimizer";
import { messageLimits } from "@lockstep/protocol";
import { runProblem, type CheckpointPolicy, type RunDefinition, type RunShape } from "@lockstep/training-run";
import { CoordinatorError } from "../coordinator-error.js";
import { DataParts } from "../data-parts.js";
import type { PreparedRun } from "../prepared-run.js";
import { messageProblem } from "./message-problem.js";
import type { RunMaterials } from "./read-request.js";

export interface AssemblyOptions {
  readonly runId: string;
  /** For the first step, as the request says; absent: as many as the run goes on with. */
  readonly startWorkers?: number;
  /** What a run of before goes on from; absent: it begins with the parameters of the materials. */
  readonly goesOnFrom?: OptimizerState;
}

/**
 * Puts a run together from its materials.
 * @throws CoordinatorError where the job asks for what its data or model do not allow
 */
export function assembleRun(materials: RunMaterials, options: AssemblyOptions): PreparedRun {
  const { kind, job, inputShapes, preprocessing, dataDigest } = materials;
  const { runId } = options;
  const plan = planJob(job, inputShapes);
  const data = new DataParts(materials.parts, materials.timeSteps);
  const definition = definitionOf(materials, plan, data, options);
  const problem = runProblem(definition) ?? messageProblem({ job, plan, definition, data });
  if (problem !== undefined) throw new CoordinatorError("INVALID_REQUEST", problem);
  const identity = { runId, job, inputShapes, preprocessing, dataDigest };
  return { runId, name: job.name, kind, job, plan, preprocessing, definition, data, identity };
}

function definitionOf(
  materials: RunMaterials,
  plan: ModelPlan,
  data: DataParts,
  { startWorkers, goesOnFrom }: AssemblyOptions,
): RunDefinition {
  const { job, kind } = materials;
  const { cluster, checkpoints } = job;
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const parameters = materials.parameters ?? new Float32Array();
  checkWorkers(startWorkers, cluster.maxWorkers);
  return {
    shape: shapeOf(materials, plan, data),
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    penalty: parameterPenalty(plan.parameters),
    callbacks: job.fit.callbacks,
    initial: goesOnFrom ?? initialState(optimizer, parameters),
    minWorkers: cluster.minWorkers,
    ...(startWorkers === undefined ? {} : { startWorkers }),
    ...(cluster.maxWorkers === undefined ? {} : { maxWorkers: cluster.maxWorkers }),
    auditShare: cluster.auditShare,
    ...(kind === "train" ? { checkpoints: policyOf(checkpoints) } : {}),
    leaseDurationMs: cluster.leaseDurationMs,
    determinism: job.determinism,
    digest: incrementalParameterDigest,
  };
}

function checkWorkers(least: number | undefined, most: number | undefined): void {
  if (most === undefined || least === undefined || least <= most) return;
  throw new CoordinatorError(
    "INVALID_REQUEST",
    `min_workers: expected at most cluster.maxWorkers, which is ${most}, got ${least}`,
  );
}

function policyOf({ everySteps, everySeconds, milestoneSteps, best }: CheckpointsSpec): CheckpointPolicy {
  return {
    ...(everySteps === undefined ? {} : { everySteps }),
    ...(everySeconds === 0 ? {} : { everyMs: 1000 * everySeconds }),
    ...(milestoneSteps === undefined ? {} : { milestoneSteps }),
    ...(best === undefined ? {} : { best }),
  };
}

function shapeOf({ kind, job }: RunMaterials, plan: ModelPlan, data: DataParts): RunShape {
  const { seed, fit, cluster, telemetry } = job;
  const { everySteps } = telemetry.gradientFlow;
  const { epochs, batchSize, shuffle, truncate, bucketing } = fit;
  return {
    ...{ kind, seed, epochs, batchSize, shuffle },
    microBatchSize: cluster.microBatchSize,
    sequences: data.sequences,
    ...(bucketing === undefined ? {} : { bucketing, lengths: data.lengths }),
    ...(truncate === undefined ? {} : { truncate }),
    ...(truncate !== undefined && kind === "train" ? { timeSteps: data.timeStepsOf("train") } : {}),
    ...(plan.stateSize > 0 && truncate === undefined ? { stateful: true } : {}),
    ...(kind === "train" && everySteps > 0 && isFlowTold(job, plan)
      ? { gradientFlow: { everySteps, timeSteps: data.timeStepsOf("train") } }
      : {}),
  };
}

/** Whether a result has room for the sums of the gradient flow. */
function isFlowTold(job: RunMaterials["job"], plan: ModelPlan): boolean {
  return objectiveOf(job, plan).statisticsLength + gradientFlowLength(plan) <= messageLimits.statistics;
}
