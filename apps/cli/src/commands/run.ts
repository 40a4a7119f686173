import type { Job } from "@lockstep/job";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import type { FollowOptions } from "../follow-run.js";
import type { Io } from "../io.js";
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
  if (options.printJob) return printJob(await readJobFile(jobFile, io), options, io);
  let reading: Promise<Job> | undefined;
  const job = (): Promise<Job> => (reading ??= readJobFile(jobFile, io));
  return onCluster(options, io, {
    prepare: job,
    follow: async (following) => {
      const submission = { kind: "train", job: await job(), minWorkers: workers } as const;
      return (await loadFollowing()).submitAndFollow(submission, following);
    },
  });
}

async function readJobFile(jobFile: string, io: Io): Promise<Job> {
  // Loaded while the cluster starts, as what follows a run is.
  const { readJob } = await import("../job-source/read-job.js");
  return readJob(jobFile, io.cwd);
}

const loadFollowing = () => import("../follow-run.js");

const loadResumption = () => Promise.all([import("./resume-run.js"), import("./backend-to-resume.js")]);

interface Training {
  /** Of one that is resumed. */
  readonly runId?: string;
  readonly prepare?: () => Promise<unknown>;
  readonly follow: (options: FollowOptions) => Promise<RunRecord>;
}

/** A run that is begun and not over is left as interrupted, whatever ends this process: then it says how to go on. */
async function onCluster(options: RunOptions, io: Io, { runId, prepare, follow }: Training): Promise<number> {
  let left = runId;
  const onAbandoned = (): void => {
    if (left !== undefined) io.stderr(`${resumeCommandLine(left, options)}\n`);
  };
  const use = async (following: FollowOptions): Promise<number> => {
    const record = await follow({ ...following, onSubmitted: (submitted) => (left = submitted) });
    left = undefined;
    return printRun(record, options, io);
  };
  return withCluster(options, io, use, {
    onAbandoned,
    ...(prepare ? { prepare } : {}),
    ...(runId === undefined ? {} : { resume: runId }),
  });
}

async function printJob(job: Job, { json }: RunOptions, io: Io): Promise<number> {
  const { formatJob } = await import("@lockstep/job");
  io.stdout(json ? `${JSON.stringify(job, null, 2)}\n` : formatJob(job));
  return exitCodes.done;
}

/** Prints what a run came to. @returns the exit code */
export function printRun(record: RunRecord, { json }: { readonly json?: boolean }, io: Io): number {
  for (const line of formatEnding(record)) io.stderr(`${line}\n`);
  io.stdout(json ? `${JSON.stringify(runDocument(record))}\n` : formatResults(record));
  return record.outcome === "completed" ? exitCodes.done : exitCodes.failed;
}
