import type { Logger } from "@lockstep/logging";
import { restoreTargets } from "@lockstep/sequence-data";
import type { RunEventBody } from "@lockstep/telemetry";
import type { RunResult } from "@lockstep/training-run";
import type { Predictions, PreparedRun } from "../prepared-run.js";
import type { RunFiles } from "../run-files.js";
import type { OpenedRun } from "./open-run.js";
import type { RunEnding } from "./run-execution.js";

export type RunFinished = Extract<RunEventBody, { type: "run-finished" }>;

/** What is left of a run. */
export interface Conclusion {
  /** In their order; the last is {@link RunFinished}. */
  readonly events: readonly RunEventBody[];
  /** What could not be saved, if anything. */
  readonly unsaved?: string;
  readonly predictions?: Predictions;
}

/**
 * Saves the model that a run trained, after all else that it wrote, and says how it ended. Never rejects: it waits for
 * what cannot be saved until it is given up, and a failure is the run's.
 */
export async function concludeRun(
  { run, files, machine }: OpenedRun,
  ending: RunEnding,
  logger: Logger,
): Promise<Conclusion> {
  const result = "fault" in ending ? resultOfFault(run, ending.fault) : ending.result;
  // Before the first step there is nothing that was trained.
  const isTrained = run.kind === "train" && result.state.step > 0 && !("fault" in ending);
  const model = isTrained ? await files.saveTrained(result) : undefined;
  const unsaved = await files.settled();
  for (const checkpoint of await machine.settled()) logger.warn({ run: run.runId }, checkpoint);
  if (unsaved !== undefined) logger.error({ run: run.runId }, unsaved);
  const saved: RunEventBody[] = model === undefined ? [] : [{ type: "model-saved", path: model }];
  return {
    events: [...saved, finishedEvent(result, { unsaved, model, files })],
    ...(unsaved === undefined ? {} : { unsaved }),
    ...(result.predictions ? { predictions: predictionsOf(run, result.predictions) } : {}),
  };
}

function finishedEvent(
  result: RunResult,
  { unsaved, model, files }: { unsaved: string | undefined; model: string | undefined; files: RunFiles },
): RunFinished {
  const reason = unsaved ?? result.reason;
  return {
    type: "run-finished",
    outcome: unsaved === undefined ? result.outcome : "failed",
    ...(reason === undefined ? {} : { reason }),
    steps: result.state.step,
    finalDigest: result.digest,
    ...(model === undefined ? {} : { model }),
    ...files.written,
    ...(result.test ? { test: result.test } : {}),
    droppedResults: result.droppedResults,
  };
}

/** Predictions in the units of the data. */
function predictionsOf({ data, plan, preprocessing }: PreparedRun, values: Float32Array): Predictions {
  return {
    shape: [data.sequences.test, ...plan.outputShape],
    values: restoreTargets(values, preprocessing.standardisation ?? []),
    ...(preprocessing.classLabels ? { classLabels: preprocessing.classLabels } : {}),
  };
}

/** What is left where the coordinator failed: nothing that could be trusted. */
function resultOfFault({ definition }: PreparedRun, fault: Error): RunResult {
  const digest = definition.digest();
  digest.add(definition.initial.parameters);
  return {
    outcome: "failed",
    reason: `a fault of the coordinator: ${fault.message}`,
    state: definition.initial,
    digest: digest.finish(),
    epochs: 0,
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}
