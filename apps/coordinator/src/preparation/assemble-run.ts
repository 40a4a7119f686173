import { randomBytes } from "node:crypto";
import { parameterDigest } from "@lockstep/checkpoint";
import { planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf, parameterPenalty } from "@lockstep/optimizer";
import { datasetOf, type SequenceDataset } from "@lockstep/sequence-data";
import { runProblem, type DataPart, type RunDefinition, type RunShape } from "@lockstep/training-run";
import { CoordinatorError } from "../coordinator-error.js";
import { DataParts } from "../data-parts.js";
import type { PreparedRun } from "../prepared-run.js";
import { messageProblem } from "./message-problem.js";
import type { RunMaterials } from "./read-request.js";

/**
 * Puts a run together from its materials.
 * @param minWorkers as the request says; otherwise the job's
 * @throws CoordinatorError where the job asks for what its data or model do not allow
 */
export function assembleRun(materials: RunMaterials, minWorkers: number | undefined): PreparedRun {
  const { kind, job, parameters, preprocessing } = materials;
  const plan = planJob(job, materials.inputShapes);
  const data = dataOf(materials);
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const definition: RunDefinition = {
    shape: shapeOf(materials, plan, data),
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    penalty: parameterPenalty(plan.parameters),
    callbacks: job.fit.callbacks,
    initial: initialState(optimizer, parameters),
    minWorkers: minWorkers ?? job.cluster.minWorkers,
    leaseDurationMs: job.cluster.leaseDurationMs,
    determinism: job.determinism,
    digest: parameterDigest,
  };
  const problem = runProblem(definition) ?? messageProblem({ job, plan, definition, data });
  if (problem !== undefined) throw new CoordinatorError("INVALID_REQUEST", problem);
  return { runId: newRunId(job.name), name: job.name, kind, job, plan, preprocessing, definition, data };
}

function dataOf({ parts, timeSteps }: RunMaterials): DataParts {
  const datasets = Object.entries(parts).map(([part, description]) => [part, datasetOf(description)]);
  return new DataParts(Object.fromEntries(datasets) as Partial<Record<DataPart, SequenceDataset>>, timeSteps);
}

function shapeOf({ kind, job }: RunMaterials, { stateSize }: ModelPlan, data: DataParts): RunShape {
  const { seed, fit, cluster } = job;
  const { epochs, batchSize, shuffle, truncate, bucketing } = fit;
  return {
    ...{ kind, seed, epochs, batchSize, shuffle },
    microBatchSize: cluster.microBatchSize,
    sequences: data.sequences,
    ...(bucketing === undefined ? {} : { bucketing, lengths: data.lengths }),
    ...(truncate === undefined ? {} : { truncate }),
    ...(truncate !== undefined && kind === "train" ? { timeSteps: data.timeStepsOf("train") } : {}),
    ...(stateSize > 0 && truncate === undefined ? { stateful: true } : {}),
  };
}

/** Name and time for people, and enough randomness that two never meet. */
function newRunId(name: string): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${slug}-${time}-${randomBytes(3).toString("hex")}`;
}
