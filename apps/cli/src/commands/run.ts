import { formatJob, type Job } from "@lockstep/job";
import { exitCodes } from "../exit-codes.js";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { runDocument } from "../presentation/run-document.js";
import type { RunRecord } from "../presentation/run-record.js";
import { formatEnding, formatResults } from "../presentation/run-results.js";
import type { ClusterCommandOptions } from "./cluster-options.js";
import { withCluster } from "./with-cluster.js";

export interface RunOptions extends ClusterCommandOptions {
  readonly printJob?: boolean;
}

/** `lockstep run`: trains a job on a cluster of its own. */
export async function runCommand(jobFile: string, options: RunOptions, io: Io): Promise<number> {
  const job = await readJob(jobFile, io.cwd);
  if (options.printJob) return printJob(job, options, io);
  return withCluster(options, io, async (follow) => {
    const record = await submitAndFollow({ kind: "train", job, minWorkers: options.workers }, follow);
    return printRun(record, options, io);
  });
}

function printJob(job: Job, { json }: RunOptions, io: Io): number {
  io.stdout(json ? `${JSON.stringify(job, null, 2)}\n` : formatJob(job));
  return exitCodes.done;
}

/** Prints what a run came to. @returns the exit code */
export function printRun(record: RunRecord, { json }: { readonly json?: boolean }, io: Io): number {
  if (record.end) for (const line of formatEnding(record.end)) io.stderr(`${line}\n`);
  io.stdout(json ? `${JSON.stringify(runDocument(record))}\n` : formatResults(record));
  return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
}
