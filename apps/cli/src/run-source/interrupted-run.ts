import { isDeepStrictEqual } from "node:util";
import { resolve } from "node:path";
import type { InterruptedRun } from "@lockstep/coordinator";
import type { Job } from "@lockstep/job";
import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import { CliError } from "../cli-error.js";
import { plural } from "../presentation/plural.js";
import { meantRun } from "./match-run.js";
import { findRun, useHistory } from "./run-history.js";

/** Which interrupted run is meant: the newest, where nothing is said. */
export interface WantedRun {
  /** An id, or the beginning of one. */
  readonly run?: string;
  /** That it was asked to train. */
  readonly job?: Job;
}

/** The trainings of a data folder that are not over and that nobody goes on with, the newest first. */
export type FindInterrupted = (dataDir: string) => Promise<readonly InterruptedRun[]>;

/**
 * The run to go on with.
 * @param dataDir as it was typed
 * @throws {CliError} where there is none, saying what there is
 */
export async function interruptedRun(
  dataDir: string,
  cwd: string,
  wanted: WantedRun,
  find: FindInterrupted = findInterrupted,
): Promise<InterruptedRun> {
  const interrupted = await find(resolve(cwd, dataDir));
  if (wanted.run !== undefined) return named(wanted.run, interrupted, dataDir, cwd);
  const trainings = interrupted.filter(isTraining);
  const found = trainings.find(({ job }) => wanted.job === undefined || isSameJob(job, wanted.job));
  if (found) return found;
  const what = wanted.job ? "no run of this job was interrupted" : "no run was interrupted";
  throw new CliError("usage", `--resume: in ${dataDir} ${what}${offered(trainings)}`);
}

async function findInterrupted(dataDir: string): Promise<readonly InterruptedRun[]> {
  const { interruptedRuns } = await import("@lockstep/coordinator");
  return interruptedRuns(dataDir);
}

function isTraining({ job }: InterruptedRun): boolean {
  return job !== undefined;
}

function isLost({ problem }: InterruptedRun): boolean {
  return problem !== undefined;
}

async function named(
  typed: string,
  interrupted: readonly InterruptedRun[],
  dataDir: string,
  cwd: string,
): Promise<InterruptedRun> {
  const trainings = interrupted.filter(isTraining);
  const found = meantRun(typed, trainings, dataDir);
  if (found) return found;
  const lost = meantRun(typed, interrupted.filter(isLost), dataDir);
  if (lost)
    throw new CliError(
      "usage",
      `--resume: run ${lost.snapshot.runId} cannot be gone on with: ${lost.problem}`,
    );
  const run = await useHistory(dataDir, cwd, (history) => findRun(typed, history));
  const why = run.kind === "train" ? `${run.runId} is ${stateOf(run)}` : `${run.runId} is no training`;
  throw new CliError(
    "usage",
    `--resume: expected a training that was interrupted; ${why}${offered(trainings)}`,
  );
}

/** What is not over, and not interrupted either, is somebody's. */
function stateOf(run: RunSnapshot): string {
  return isFinished(run) ? run.state : "in the hands of another process";
}

/** As both come out of JSON: the one was written with the run, the other is fresh from the job file. */
function isSameJob(kept: unknown, job: Job): boolean {
  return isDeepStrictEqual(kept, JSON.parse(JSON.stringify(job)));
}

const mostOffered = 5;

function offered(trainings: readonly InterruptedRun[]): string {
  if (trainings.length === 0) return "";
  const shown = trainings.slice(0, mostOffered).map(({ snapshot }) => {
    const { runId, step, totalSteps } = snapshot;
    return `\n  ${runId}  step ${step} of ${totalSteps}`;
  });
  const rest = trainings.length - mostOffered;
  return `. ${plural(trainings.length, "interrupted run")} can be resumed:${shown.join("")}${rest > 0 ? `\n  and ${rest} more` : ""}`;
}
