import type { RunEvent } from "@lockstep/telemetry";
import { CliError } from "../cli-error.js";
import { exitCodes, signalExitCode } from "../exit-codes.js";
import { followRun } from "../follow-run.js";
import type { Io } from "../io.js";
import { plainLine } from "../presentation/plain-text.js";
import { progressView, type ProgressView } from "../presentation/progress-view.js";
import type { Asking, RemoteOptions } from "./ask-coordinator.js";
import { printRun } from "./run.js";

export interface FollowRemoteOptions extends RemoteOptions {
  /** Seconds that the coordinator may be out of reach. */
  readonly giveUpAfter: number;
}

/** How a run is followed. */
export interface Following {
  readonly view: ProgressView;
  /** Sequence number of the last event that is not wanted. Default: all of the run are. */
  readonly after?: number;
  /** Resolves when nobody wants to look any more. */
  readonly enough?: Promise<void>;
}

/**
 * Shows a run of a coordinator until it ends. The run is the coordinator's: a signal ends the following, not the run.
 * @returns the exit code
 */
export async function followRemote(
  runId: string,
  { session, interruption }: Asking,
  options: FollowRemoteOptions,
  io: Io,
  { view, after, enough }: Following = { view: progressView(io) },
): Promise<number> {
  const left = new Promise<never>((_, reject) => {
    interruption.drainWith((signal) =>
      reject(new CliError("failed", `${signal}: run ${runId} goes on`, { exitCode: signalExitCode(signal) })),
    );
  });
  const onEvent = (event: RunEvent): void => io.stdout(`${JSON.stringify(event)}\n`);
  try {
    const following = followRun(runId, {
      ...{ session, interruption, view, io, keepSteps: false, giveUpMs: 1000 * options.giveUpAfter },
      ...(options.json ? { onEvent } : {}),
      ...(after === undefined ? {} : { after }),
    });
    const record = await Promise.race([following, left, ...(enough ? [enough] : [])]);
    if (!record) return goesOn(runId, view, io);
    // Before what it came to is printed.
    view.end();
    if (!options.json) return printRun(record, options, io);
    return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
  } finally {
    view.end();
  }
}

function goesOn(runId: string, view: ProgressView, io: Io): number {
  view.end();
  io.stderr(plainLine(`run ${runId} goes on`) + "\n");
  return exitCodes.done;
}
