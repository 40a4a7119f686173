import { resolve } from "node:path";
import type { Submission } from "@lockstep/client";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
import { dataArgument } from "../job-source/data-argument.js";
import { findModel } from "../model-source/find-model.js";
import { trainingOfCoordinator } from "../run-source/run-of-coordinator.js";
import type { Session } from "../session.js";
import type { ModelCommandOptions } from "./cluster-options.js";
import { printRun } from "./run.js";
import { withCluster } from "./with-cluster.js";

/** `lockstep evaluate`: loss and metrics of a model on data. */
export async function evaluateCommand(
  model: string,
  data: string | undefined,
  options: ModelCommandOptions,
  io: Io,
): Promise<number> {
  const submission = await modelSubmission("evaluate", model, data, options, io);
  return withCluster(options, io, async (follow) => {
    const record = await submitAndFollow(await withItsModel(submission, follow.session), follow);
    return printRun(record, options, io);
  });
}

/** What is asked of a model. */
export type ModelSubmission = Exclude<Submission, { readonly kind: "train" }>;

/** On a coordinator of others, runs are found in its list. @throws {CliError} where several begin as was typed */
export async function withItsModel(
  submission: ModelSubmission,
  { local, client }: Session,
): Promise<ModelSubmission> {
  if (local) return submission;
  return { ...submission, model: await trainingOfCoordinator(client, submission.model) };
}

/**
 * What is asked of a model. Paths are of this machine: its own cluster reads them, a remote one has them as typed.
 * @throws {CliError} where a model of this machine is not there, before a cluster is started for it
 */
export async function modelSubmission(
  kind: "evaluate" | "predict",
  model: string,
  path: string | undefined,
  options: ModelCommandOptions,
  io: Io,
): Promise<ModelSubmission> {
  const local = options.coordinator === undefined;
  const locate = (path: string): string => (local ? resolve(io.cwd, path) : path);
  const data = dataArgument({ path, inline: options.data }, locate);
  return {
    kind,
    model: local ? (await findModel(model, options.dataDir, io.cwd)).path : model,
    ...(data === undefined ? {} : { data }),
    ...(local ? { minWorkers: options.workers } : {}),
  };
}
