import { formatJob, type Job } from "@lockstep/job";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import type { FollowOptions } from "../follow-run.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { resumeCommandLine } from "../presentation/resume-command-line.js";
import { runDocument } from "../presentation/run-document.js";
import type { RunRecord } from "../presentation/run-record.js";
import { formatEnding, formatResults } from "../presentation/run-results.js";
import type { ClusterCommandOptions } from "./cluster-options.js";
import { withCluster } from "./with-cluster.js";

export interface RunOptions extends ClusterCommandOptions {
  readonly printJob?: boolean;
  /** A run that was interrupted; true: the newest. */
  readonly resume?: string | true;
}

/** `lockstep run`: trains a job on a cluster of its own, or goes on with a training that was interrupted. */
export async function runCommand(jobFile: string | undefined, options: RunOptions, io: Io): Promise<number> {
  const { resume, workers } = options;
  if (resume !== undefined) {
    if (options.printJob) throw new CliError("usage", "--print-job: expected nothing with --resume");
    const [{ runToResume }, { backendToResume }] = await loadResumption();
    const run = await runToResume(jobFile, { ...options, resume }, io);
    const { runId } = run.snapshot;
    const backend = await backendToResume(run, options, io);
    io.stderr(`going on with run ${runId}\n`);
    return onCluster({ ...options, backend }, io, {
      runId,
      follow: async (following) => (await loadFollowing()).followAndStop(runId, following),
    });
  }
  if (jobFile === undefined)
    throw new CliError("usage", "job: expected a job file, or --resume to go on with a run, got none");
  const job = await readJob(jobFile, io.cwd);
  if (options.printJob) return printJob(job, options, io);
  const submission = { kind: "train", job, minWorkers: workers } as const;
  return onCluster(options, io, {
    follow: async (following) => (await loadFollowing()).submitAndFollow(submission, following),
  });
}

/** Not needed before the cluster starts, and loaded while it does. */
const loadFollowing = () => import("../follow-run.js");

const loadResumption = () => Promise.all([import("./resume-run.js"), import("./backend-to-resume.js")]);

interface Training {
  /** Of one that is resumed. */
  readonly runId?: string;
  readonly follow: (options: FollowOptions) => Promise<RunRecord>;
}

/** A run that is begun and not over is left as interrupted, whatever ends this process: then it says how to go on. */
async function onCluster(options: RunOptions, io: Io, { runId, follow }: Training): Promise<number> {
  let left = runId;
  const onAbandoned = (): void => {
    if (left !== undefined) io.stderr(`${resumeCommandLine(left, options)}\n`);
  };
  const use = async (following: FollowOptions): Promise<number> => {
    const record = await follow({ ...following, onSubmitted: (submitted) => (left = submitted) });
    left = undefined;
    return printRun(record, options, io);
  };
  return withCluster(options, io, use, { onAbandoned, ...(runId === undefined ? {} : { resume: runId }) });
}

function printJob(job: Job, { json }: RunOptions, io: Io): number {
  io.stdout(json ? `${JSON.stringify(job, null, 2)}\n` : formatJob(job));
  return exitCodes.done;
}

/** Prints what a run came to. @returns the exit code */
export function printRun(record: RunRecord, { json }: { readonly json?: boolean }, io: Io): number {
  for (const line of formatEnding(record)) io.stderr(`${line}\n`);
  io.stdout(json ? `${JSON.stringify(runDocument(record))}\n` : formatResults(record));
  return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
}
