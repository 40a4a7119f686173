import type { Client, RunSummary } from "@lockstep/client";
import { matchRun } from "./match-run.js";

/**
 * The id that is meant by an id or by the beginning of one. What no run in the coordinator's list begins with is left
 * to the coordinator to judge: its list has an end.
 * @throws {CliError} where several begin so; ClientError
 */
export async function runOfCoordinator(client: Client, typed: string): Promise<string> {
  const ids = (await client.runs()).map(({ runId }) => runId);
  return matchRun(typed, ids, `coordinator ${client.address}`) ?? typed;
}

/** The same for a training, whose model is asked for; what cannot be an id is left as it is, a path of its machine. */
export async function trainingOfCoordinator(client: Client, typed: string): Promise<string> {
  if (!/^[\w-]+$/.test(typed)) return typed;
  const ids = (await client.runs()).filter(({ kind }) => kind === "train").map(({ runId }) => runId);
  return matchRun(typed, ids, `coordinator ${client.address}`) ?? typed;
}

/** What the coordinator says of a run now. */
export async function summaryOf(client: Client, runId: string): Promise<RunSummary | undefined> {
  return (await client.runs()).find((run) => run.runId === runId);
}
