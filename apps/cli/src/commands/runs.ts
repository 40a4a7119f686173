import type { RunSummary } from "@lockstep/client";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { formatRuns } from "../presentation/runs-table.js";
import { runsOfFolder } from "../run-source/run-history.js";
import { askCoordinator, type OpenSession, type RemoteOptions } from "./ask-coordinator.js";

export interface RunsOptions extends RemoteOptions {
  /** Those of a folder, without a coordinator. */
  readonly local?: boolean;
  readonly dataDir: string;
}

/** `lockstep runs`: lists runs, the newest last. */
export async function runsCommand(options: RunsOptions, io: Io, open?: OpenSession): Promise<number> {
  const runs = await listed(options, io, open);
  const oldestFirst = [...runs].sort((a, b) => a.submittedMs - b.submittedMs);
  if (options.json) io.stdout(`${JSON.stringify({ runs: oldestFirst })}\n`);
  else for (const line of formatRuns(oldestFirst)) io.stdout(`${line}\n`);
  return exitCodes.done;
}

function listed(options: RunsOptions, io: Io, open?: OpenSession): Promise<readonly RunSummary[]> {
  if (options.local) return runsOfFolder(options.dataDir, io.cwd);
  return askCoordinator(options, io, ({ client }) => client.runs(), open);
}
