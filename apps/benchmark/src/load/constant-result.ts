import { parseJob } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import type { Assignment, Result, RunBegin } from "@lockstep/protocol";

/** What a result of a run is made of. */
export interface ResultSizes {
  readonly gradient: Float32Array;
  readonly statisticsLength: number;
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
  const sizes = { gradient: new Float32Array(plan.parameterCount), statisticsLength };
  known.set(runId, sizes);
  return sizes;
}

/** Zeros as the gradient, and a loss of 1/2 for every sequence. */
export function constantResult({ gradient, statisticsLength }: ResultSizes, assignment: Assignment): Result {
  const { runId, round, first, rows, purpose } = assignment;
  const sequences = rows.reduce((sum, count) => sum + count, 0);
  const statistics = new Float64Array(statisticsLength);
  statistics.set([sequences / 2, sequences, sequences]);
  return {
    ...{ type: "result", runId, round, first, count: rows.length, statistics, computeMs: 0 },
    gradient: purpose === "gradient" ? gradient : new Float32Array(),
    predictions: new Float32Array(),
    states: new Float32Array(),
  };
}
