import { CliError } from "../cli-error.js";
import { exitCodes, signalExitCode } from "../exit-codes.js";
import { followRun } from "../follow-run.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { readToken } from "../options/token.js";
import { progressView } from "../presentation/progress-view.js";
import { remoteSession, useSession, type Session } from "../session.js";
import { printRun } from "./run.js";

export interface SubmitOptions {
  readonly coordinator: string;
  readonly tokenFile?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** `lockstep submit`: gives a job to a coordinator that is there. */
export async function submitCommand(jobFile: string, options: SubmitOptions, io: Io): Promise<number> {
  const job = await readJob(jobFile, io.cwd);
  const session = remoteSession(options.coordinator, await readToken(options.tokenFile, io));
  const interruption = new Interruption(io, () => undefined);
  try {
    return await useSession(session, interruption, async () => {
      const runId = await session.client.submit({ kind: "train", job });
      if (options.follow) return follow(runId, session, interruption, options, io);
      io.stdout(options.json ? `${JSON.stringify({ runId })}\n` : `${runId}\n`);
      return exitCodes.done;
    });
  } finally {
    interruption.end();
  }
}

/** The run is the coordinator's: a signal ends the following, not the run. */
async function follow(
  runId: string,
  session: Session,
  interruption: Interruption,
  options: SubmitOptions,
  io: Io,
): Promise<number> {
  const view = progressView(io);
  const left = new Promise<never>((_, reject) => {
    interruption.drainWith((signal) =>
      reject(new CliError("failed", `${signal}: run ${runId} goes on`, { exitCode: signalExitCode(signal) })),
    );
  });
  const onEvent = options.json ? (event: object): void => io.stdout(`${JSON.stringify(event)}\n`) : undefined;
  try {
    const following = followRun(runId, {
      session,
      interruption,
      view,
      io,
      keepSteps: false,
      ...(onEvent && { onEvent }),
    });
    const record = await Promise.race([following, left]);
    if (!options.json) return printRun(record, options, io);
    return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
  } finally {
    view.end();
  }
}
