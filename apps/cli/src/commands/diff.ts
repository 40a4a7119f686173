import { exitCodes } from "../exit-codes.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { CliError } from "../cli-error.js";
import { formatRunDifference } from "../presentation/run-difference-report.js";
import { firstDifference } from "../run-source/first-difference.js";
import { identityDifferences } from "../run-source/identity-differences.js";
import { recordedSteps, type StepEvent } from "../run-source/recorded-steps.js";
import type { RunDifference } from "../run-source/run-difference.js";
import { findRun, useHistory, type RunHistory } from "../run-source/run-history.js";

export interface DiffOptions {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `lockstep diff`: where two runs of a data folder part. */
export async function diffCommand(one: string, other: string, options: DiffOptions, io: Io): Promise<number> {
  const interruption = new Interruption(io, () => undefined);
  try {
    const comparing = useHistory(options.dataDir, io.cwd, (history) => difference([one, other], history));
    const found = await Promise.race([comparing, interruption.aborted]);
    if (options.json) io.stdout(`${JSON.stringify(found)}\n`);
    else for (const line of formatRunDifference(found)) io.stdout(`${line}\n`);
    return found.outcome === "equal" ? exitCodes.done : exitCodes.failed;
  } finally {
    interruption.end();
  }
}

async function difference(typed: readonly [string, string], history: RunHistory): Promise<RunDifference> {
  const one = await findRun(typed[0], history);
  const other = await findRun(typed[1], history);
  for (const { runId, step } of [one, other])
    if (step === 0) throw new CliError("usage", `run: expected one with steps, got ${runId}, which has none`);
  const steps = ({ runId, step: to }: typeof one): AsyncIterator<StepEvent> =>
    recordedSteps(history.store, runId, { from: 1, to });
  return {
    runs: [one.runId, other.runId],
    ...(await firstDifference(steps(one), steps(other))),
    identity: await identityDifferences(history.dataDir, [one.runId, other.runId]),
  };
}
