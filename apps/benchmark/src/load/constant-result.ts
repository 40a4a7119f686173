import { parseJob } from "@lockstep/job";
import { gradientFlowLength, planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import type { Assignment, Result, RunBegin } from "@lockstep/protocol";

/** What a result of a run is made of. */
export interface ResultSizes {
  readonly gradient: Float32Array;
  readonly statisticsLength: number;
  readonly plan: ModelPlan;
}

/** Of the runs that this process heard of: many workers hear of the same one. */
const known = new Map<string, ResultSizes>();

export function resultSizes({ runId, jobJson, inputs }: RunBegin): ResultSizes {
  const already = known.get(runId);
  if (already) return already;
  const job = parseJob(jobJson, { format: "json" });
  const plan = planJob(
    job,
    inputs.map(({ sizes }) => sizes),
  );
  const { statisticsLength } = objectiveOf(job, plan);
  const sizes = { gradient: new Float32Array(plan.parameterCount), statisticsLength, plan };
  known.set(runId, sizes);
  return sizes;
}

/** Zeros as the gradient, and a loss of 1/2 for every sequence. */
export function constantResult(sizes: ResultSizes, assignment: Assignment): Result {
  const { gradient, statisticsLength, plan } = sizes;
  const { runId, round, first, rows, purpose, timeSteps, gradientFlow } = assignment;
  const sequences = rows.reduce((sum, count) => sum + count, 0);
  const flowLength = gradientFlow ? gradientFlowLength(plan, timeSteps) : 0;
  const statistics = new Float64Array(statisticsLength + flowLength);
  statistics.set([sequences / 2, sequences, sequences]);
  return {
    ...{ type: "result", runId, round, first, count: rows.length, statistics, computeMs: 0 },
    gradient: purpose === "gradient" ? gradient : new Float32Array(),
    predictions: new Float32Array(),
    states: new Float32Array(),
  };
}
