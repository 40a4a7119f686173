import { parseJob } from "@lockstep/job";
import { planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";
import type { SlotModel } from "./slot-messages.js";

/** What a backend prepares a run's model from. */
export interface PlannedRun {
  readonly plan: ModelPlan;
  readonly objective: Objective;
  /** The job's. */
  readonly seed: number;
}

/** @throws JobError, ModelError or ObjectiveError where the job cannot be */
export function planRun({ jobJson, inputs }: SlotModel): PlannedRun {
  const job = parseJob(jobJson, { format: "json" });
  const plan = planJob(
    job,
    inputs.map(({ sizes }) => sizes),
  );
  return { plan, objective: objectiveOf(job, plan), seed: job.seed };
}

const planned = new WeakMap<SlotModel, PlannedRun>();

/** The same for all slots that are given this very model. @throws as `planRun` does */
export function planOnce(model: SlotModel): PlannedRun {
  const run = planned.get(model) ?? planRun(model);
  planned.set(model, run);
  return run;
}
