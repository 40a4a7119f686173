import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { plainLine } from "../presentation/plain-text.js";
import { askCoordinator } from "./ask-coordinator.js";
import { followRemote, type FollowRemoteOptions } from "./follow-remote.js";

export interface SubmitOptions extends FollowRemoteOptions {
  readonly follow?: boolean;
}

/** `lockstep submit`: gives a job to a coordinator that is there. */
export async function submitCommand(jobFile: string, options: SubmitOptions, io: Io): Promise<number> {
  const job = await readJob(jobFile, io.cwd);
  return askCoordinator(options, io, async (asking) => {
    const runId = await asking.client.submit({ kind: "train", job });
    if (options.follow) return followRemote(runId, asking, options, io);
    io.stdout(options.json ? `${JSON.stringify({ runId })}\n` : `${plainLine(runId)}\n`);
    return exitCodes.done;
  });
}
