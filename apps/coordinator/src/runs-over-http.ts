import { AnswerError, type EventLog, type RunSource } from "@lockstep/telemetry";
import { CoordinatorError, type CoordinatorErrorCode } from "./coordinator-error.js";
import { readRunFile } from "./data-dir/run-file.js";
import type { ClusterViews } from "./observation/cluster-views.js";
import type { RunControl } from "./run-control.js";
import { runFolder } from "./run-folder.js";
import { WeightsOfRuns } from "./weights/weights-of-run.js";

export interface RunsOverHttpOptions {
  readonly dataDir: string;
  readonly events: EventLog;
  readonly runs: RunControl;
  readonly views: ClusterViews;
  /** @throws CoordinatorError NOT_FOUND */
  readonly drainWorker: (workerId: string) => void;
}

/** The runs as HTTP asks for them: what is refused has the status and the text that whoever asked gets. */
export function runsOverHttp({ dataDir, events, runs, views, drainWorker }: RunsOverHttpOptions): RunSource {
  const weights = new WeightsOfRuns(dataDir);
  /** Those of other lineages that share the folder too: they are only read. */
  const checkKnown = async (runId: string): Promise<void> => {
    if (!(await events.history.run(runId))) throw new AnswerError(404, `run: there is no run ${runId}`);
  };
  return {
    job: (runId) =>
      answered(async () => {
        await checkKnown(runId);
        return (await readRunFile(runFolder(dataDir, runId))).identity.job;
      }),
    cluster: () => views.cluster(),
    timeline: (runId, rounds) =>
      answered(async () => {
        await checkKnown(runId);
        return views.timeline(runId, rounds);
      }),
    weights: (runId) =>
      answered(async () => {
        await checkKnown(runId);
        const page = await weights.page(runId);
        if (page) return page;
        throw new AnswerError(
          404,
          `run: ${runId} has no saved parameters yet: they come with its first checkpoint`,
        );
      }),
    act: (runId, action, { reason, signal }) =>
      answered<unknown>(() => {
        switch (action) {
          case "pause":
            return runs.pause(runId, reason ?? "asked for on the dashboard");
          case "resume":
            return runs.resume(runId);
          case "stop":
            return runs.stop(runId, reason ?? "asked for on the dashboard");
          case "checkpoint":
            return runs.checkpoint(runId, signal);
        }
      }),
    drain: (workerId) =>
      answered(() => {
        drainWorker(workerId);
      }),
  };
}

async function answered<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CoordinatorError)) throw error;
    throw new AnswerError(statusOf[error.code], error.message, { cause: error });
  }
}

const statusOf: Readonly<Record<CoordinatorErrorCode, number>> = {
  INVALID_REQUEST: 400,
  NOT_FOUND: 404,
  WRONG_STATE: 409,
  DATA_CHANGED: 409,
  UNWRITABLE: 507,
  LOCKED: 409,
  BUSY: 429,
  CANCELLED: 499,
  LISTEN_FAILED: 500,
  CLOSING: 503,
};
