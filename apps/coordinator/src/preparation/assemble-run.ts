import { randomBytes } from "node:crypto";
import { parameterDigest } from "@lockstep/checkpoint";
import { planModel, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import type { SequenceDataset } from "@lockstep/sequence-data";
import type { RunDefinition, RunKind } from "@lockstep/training-run";
import { CoordinatorError } from "../coordinator-error.js";
import { DataParts } from "../data-parts.js";
import type { PreparedRun } from "../prepared-run.js";
import type { RunMaterials } from "./read-request.js";

/**
 * Puts a run together from its materials.
 * @param minWorkers as the request says; otherwise the job's
 * @throws CoordinatorError where data do not fit the model
 */
export function assembleRun(materials: RunMaterials, minWorkers: number | undefined): PreparedRun {
  const { kind, job, parameters, parts } = materials;
  const plan = planModel(job.model.layers, materials.inputShape);
  for (const dataset of Object.values(parts)) checkShapes(dataset, plan, kind);
  const data = new DataParts(parts);
  const optimizer = optimizerOf(job.optimizer);
  const definition: RunDefinition = {
    shape: {
      kind,
      seed: job.seed,
      epochs: job.fit.epochs,
      batchSize: job.fit.batchSize,
      microBatchSize: job.cluster.microBatchSize,
      shuffle: job.fit.shuffle,
      sequences: data.sequences,
    },
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    initial: initialState(optimizer, parameters),
    minWorkers: minWorkers ?? job.cluster.minWorkers,
    leaseDurationMs: job.cluster.leaseDurationMs,
    determinism: job.determinism,
    digest: parameterDigest,
  };
  return { runId: newRunId(job.name), name: job.name, kind, job, plan, definition, data };
}

function checkShapes(dataset: SequenceDataset, plan: ModelPlan, kind: RunKind): void {
  expectShape("data x, of one sequence", dataset.sequenceShape, plan.inputShape);
  if (kind !== "predict") expectShape("data y, of one sequence", dataset.targetShape, plan.outputShape);
}

function expectShape(what: string, got: readonly number[], expected: readonly number[]): void {
  if (got.join() === expected.join()) return;
  throw new CoordinatorError(
    "INVALID_REQUEST",
    `${what}: expected shape (${expected.join(", ")}) as the model has, got (${got.join(", ")})`,
  );
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
