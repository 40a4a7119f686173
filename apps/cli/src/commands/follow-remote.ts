import type { RunEvent } from "@lockstep/telemetry";
import { CliError } from "../cli-error.js";
import { exitCodes, signalExitCode } from "../exit-codes.js";
import { followRun } from "../follow-run.js";
import type { Io } from "../io.js";
import { progressView } from "../presentation/progress-view.js";
import type { Asking, RemoteOptions } from "./ask-coordinator.js";
import { printRun } from "./run.js";

export interface FollowRemoteOptions extends RemoteOptions {
  /** Seconds that the coordinator may be out of reach. */
  readonly giveUpAfter: number;
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
): Promise<number> {
  const view = progressView(io);
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
    });
    const record = await Promise.race([following, left]);
    if (!options.json) return printRun(record, options, io);
    return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
  } finally {
    view.end();
  }
}
