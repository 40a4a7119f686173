import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { InterruptedRun } from "@lockstep/coordinator";
import { CliError } from "../cli-error.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { interruptedRun, type WantedRun } from "../run-source/interrupted-run.js";

export interface ResumeRunOptions {
  /** As commander gives it: true where no run was named. */
  readonly resume: string | true;
  readonly dataDir: string;
}

/** The run that `lockstep run [JOB] --resume [RUN]` goes on with. @throws {CliError} where there is none */
export async function runToResume(
  jobFile: string | undefined,
  { resume, dataDir }: ResumeRunOptions,
  io: Io,
): Promise<InterruptedRun> {
  return interruptedRun(dataDir, io.cwd, await wantedRun(jobFile, resume, io));
}

/** Of `--resume job.yaml` commander takes the job for the run. */
async function wantedRun(jobFile: string | undefined, resume: string | true, io: Io): Promise<WantedRun> {
  if (resume === true || newest.has(resume.toLowerCase()))
    return jobFile === undefined ? {} : { job: await readJob(jobFile, io.cwd) };
  const isRun = /^[\w-]+$/.test(resume) && !(await isFile(resolve(io.cwd, resume)));
  if (isRun && jobFile === undefined) return { run: resume };
  if (!isRun && jobFile === undefined) return { job: await readJob(resume, io.cwd) };
  throw new CliError(
    "usage",
    `--resume: expected either a run or a job file, got ${resume} and ${String(jobFile)}`,
  );
}

/** LOCKSTEP_RESUME set like a switch. */
const newest: ReadonlySet<string> = new Set(["1", "true", "yes"]);

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
