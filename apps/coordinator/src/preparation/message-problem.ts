import { messageLimits } from "@lockstep/protocol";
import type { PreparedRun } from "../prepared-run.js";

type ToldRun = Pick<PreparedRun, "job" | "plan" | "definition" | "data">;

/**
 * Why a run cannot be told to workers, or they could not answer: its messages would be larger than they may be, which
 * ends the connection for good. Undefined where it can.
 */
export function messageProblem(run: ToldRun): string | undefined {
  const { job, plan, definition, data } = run;
  return (
    tooMany("job: as JSON", JSON.stringify(job).length, messageLimits.jobCharacters, "characters") ??
    tooMany("model.inputs", plan.inputs.length, messageLimits.inputs, "inputs") ??
    tooMany(
      "data: inputs and targets as JSON",
      JSON.stringify(data.layouts).length,
      messageLimits.layoutsCharacters,
      "characters",
    ) ??
    tooMany(
      "metrics",
      definition.objective.statisticsLength,
      messageLimits.statistics,
      "sums of all metrics",
    ) ??
    tooMany("model", 4 * plan.parameterCount, messageLimits.tensorBytes, "bytes of parameters") ??
    batchProblem(run)
  );
}

/** One worker alone is given a whole batch at once. */
function batchProblem({ plan, definition, data }: ToldRun): string | undefined {
  const { batchSize, microBatchSize, sequences } = definition.shape;
  const rows = Math.min(batchSize, Math.max(sequences.train, sequences.validation, sequences.test));
  const outputSize = plan.outputShape.reduce((product, size) => product * size, 1);
  const rowBytes = Math.max(data.largestRowBytes, 4 * outputSize) + 4 * plan.stateSize;
  const microBatches = Math.ceil(rows / microBatchSize);
  return (
    tooMany("fit.batchSize", rows * rowBytes, messageLimits.tensorBytes, "bytes of a batch") ??
    tooMany("cluster.microBatchSize", microBatches, messageLimits.microBatches, "micro-batches of a batch")
  );
}

function tooMany(field: string, got: number, most: number, what: string): string | undefined {
  return got > most ? `${field}: expected at most ${most} ${what}, got ${got}` : undefined;
}
