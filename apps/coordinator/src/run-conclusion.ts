import type { Logger } from "@lockstep/logging";
import { restoreTargets } from "@lockstep/sequence-data";
import type { EventLog } from "@lockstep/telemetry";
import type { RunResult } from "@lockstep/training-run";
import type { Predictions, PreparedRun, RunRecord } from "./prepared-run.js";
import type { RunEnding } from "./run-execution.js";
import type { RunFiles } from "./run-files.js";
import { saveTrainedModel } from "./run-folder.js";

export interface ConclusionOptions {
  readonly dataDir: string;
  /** What the run wrote while it went on. */
  readonly files: RunFiles;
  readonly events: EventLog;
  readonly logger: Logger;
}

/** Saves the model that a run trained and tells how the run ended. Never rejects: a failure is the run's. */
export async function concludeRun(
  run: PreparedRun,
  ending: RunEnding,
  options: ConclusionOptions,
): Promise<Required<Pick<RunRecord, "lastEvent">> & Pick<RunRecord, "predictions">> {
  const result = "fault" in ending ? resultOfFault(run, ending.fault) : ending.result;
  const saved = await save(run, result, options);
  const reason = saved.failure ?? result.reason;
  const { sequence } = options.events.append(run.runId, {
    type: "run-finished",
    outcome: saved.failure === undefined ? result.outcome : "failed",
    ...(reason === undefined ? {} : { reason }),
    steps: result.state.step,
    finalDigest: result.digest,
    ...(saved.path === undefined ? {} : { model: saved.path }),
    ...options.files.written,
    ...(result.test ? { test: result.test } : {}),
    droppedResults: result.droppedResults,
  });
  return {
    lastEvent: sequence,
    ...(result.predictions ? { predictions: predictionsOf(run, result.predictions) } : {}),
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
  return {
    outcome: "failed",
    reason: `a fault of the coordinator: ${fault.message}`,
    state: definition.initial,
    digest: definition.digest(definition.initial.parameters),
    epochs: 0,
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}

async function save(
  run: PreparedRun,
  result: RunResult,
  { dataDir, files, events, logger }: ConclusionOptions,
): Promise<{ path?: string; failure?: string }> {
  const earlier = await files.settled();
  if (earlier !== undefined) logger.error({ run: run.runId }, earlier);
  const failure = earlier === undefined ? {} : { failure: earlier };
  // Before the first step there is nothing that was trained.
  if (run.kind !== "train" || result.state.step === 0) return failure;
  try {
    const path = await saveTrainedModel(dataDir, run, result);
    events.append(run.runId, { type: "model-saved", path });
    return { path, ...failure };
  } catch (error) {
    logger.error({ error }, "the model could not be saved");
    return {
      failure: `the model could not be saved: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
