import { resolve } from "node:path";
import type { RecordedRun } from "@lockstep/coordinator";
import type { BackendChoice } from "@lockstep/worker";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { plainLine } from "../presentation/plain-text.js";
import { StepCounter } from "../presentation/step-counter.js";
import { formatVerification } from "../presentation/verification-report.js";
import { findRun, useHistory, type RunHistory } from "../run-source/run-history.js";
import { recordedSteps } from "../run-source/recorded-steps.js";
import { compareSteps } from "../verification/compare-steps.js";
import { matchingBackend } from "../verification/matching-backend.js";
import { differentParameters, type DifferentParameter } from "../verification/different-parameters.js";
import { Replay } from "../verification/replay.js";
import { startOf, type Start } from "../verification/start-of-replay.js";
import type { Verification } from "../verification/verification.js";

export interface VerifyOptions {
  readonly from?: number;
  readonly to?: number;
  readonly backend: BackendChoice;
  readonly dataDir: string;
  readonly dataRoot: string;
  readonly json?: boolean;
}

/** `lockstep verify`: computes a run once more in this process, and compares every digest with what was told. */
export async function verifyCommand(typed: string, options: VerifyOptions, io: Io): Promise<number> {
  const interruption = new Interruption(io, () => undefined);
  try {
    const verifying = useHistory(options.dataDir, io.cwd, (history) => verify(typed, history, options, io));
    const verification = await Promise.race([verifying, interruption.aborted]);
    print(verification, options, io);
    return verification.comparison.type === "equal" ? exitCodes.done : exitCodes.failed;
  } finally {
    interruption.end();
  }
}

async function verify(
  typed: string,
  history: RunHistory,
  options: VerifyOptions,
  io: Io,
): Promise<Verification> {
  const { openRecordedRun } = await import("@lockstep/coordinator");
  const { runId, kind, step: steps } = await findRun(typed, history);
  if (kind !== "train") throw new CliError("usage", `run: expected a training, got ${runId}, which is none`);
  const range = rangeOf(options, steps, runId);
  const dataRoot = resolve(io.cwd, options.dataRoot);
  const recorded = await openRecordedRun({ dataDir: history.dataDir, dataRoot, runId });
  const start = await startOf(recorded, range.from);
  await checkStart(start, runId, history);
  for (const { reason } of start.damaged) io.stderr(`passed over: ${plainLine(reason)}\n`);
  return replayed(recorded, history, { start, runId, ...range }, options, io);
}

/** @throws {CliError} where a sound checkpoint has other parameters than the run was told to have */
async function checkStart(
  { step, checkpoint, source }: Start,
  runId: string,
  { store }: RunHistory,
): Promise<void> {
  const [told] = step === 0 ? [] : await store.steps(runId, step, step);
  if (!told || told.digest === checkpoint?.digest) return;
  throw new CliError(
    "failed",
    `${source.checkpoint}: expected the parameters after step ${step}, digest ${told.digest}, got digest ${checkpoint?.digest}`,
  );
}

/** @throws {CliError} where the run has no such steps */
function rangeOf(
  { from = 1, to }: VerifyOptions,
  steps: number,
  runId: string,
): { from: number; to: number } {
  if (steps === 0) throw new CliError("usage", `run: expected one with steps, got ${runId}, which has none`);
  const last = to ?? steps;
  if (last > steps)
    throw new CliError("usage", `--to: expected at most ${steps}, the last step, got ${last}`);
  if (from > last) throw new CliError("usage", `--from: expected at most ${last}, got ${from}`);
  return { from, to: last };
}

interface Asked {
  readonly runId: string;
  readonly start: Start;
  readonly to: number;
}

async function replayed(
  recorded: RecordedRun,
  { store }: RunHistory,
  { start, runId, to }: Asked,
  options: VerifyOptions,
  io: Io,
): Promise<Verification> {
  const { backendNames, openBackend, prepareEnvironment } = await import("@lockstep/worker");
  prepareEnvironment();
  const { fingerprint } = await store.told(runId);
  if (fingerprint === undefined)
    throw new CliError("usage", `run: ${runId} has steps, but no start is stored`);
  const backend = await matchingBackend(options.backend, fingerprint, backendNames, openBackend);
  const run = await recorded.prepare(start.checkpoint);
  const model = backend.prepare(run.plan, run.definition.objective);
  const counter = new StepCounter(io, "verified", { from: start.step, to });
  try {
    const replay = new Replay(run, model, start.checkpoint);
    const from = start.step + 1;
    const comparison = await compareSteps({
      ...{ from, to, recorded: recordedSteps(store, runId, { from, to }), replayed: () => replay.next() },
      onStep: (step) => counter.show(step),
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const parameters =
      comparison.type === "different"
        ? await parametersThatDiffer(comparison.difference.step, recorded, replay, run.plan.parameters)
        : undefined;
    const computed = { backend: backend.name, fingerprint };
    return {
      runId,
      from,
      to,
      comparison,
      ...computed,
      ...start.source,
      ...(parameters ? { parameters } : {}),
    };
  } finally {
    counter.end();
    model.dispose();
    backend.dispose();
  }
}

/** Undefined where no checkpoint has the parameters after that step. */
async function parametersThatDiffer(
  step: number,
  recorded: RecordedRun,
  replay: Replay,
  plan: Parameters<typeof differentParameters>[0],
): Promise<readonly DifferentParameter[] | undefined> {
  const { checkpoint } = await recorded.checkpointAt(step);
  if (checkpoint?.step !== step) return undefined;
  const parameters = replay.parametersAfter(step);
  return parameters && differentParameters(plan, checkpoint.state.parameters, parameters);
}

function print(verification: Verification, { json }: VerifyOptions, io: Io): void {
  if (json) io.stdout(`${JSON.stringify(documentOf(verification))}\n`);
  else for (const line of formatVerification(verification)) io.stdout(`${line}\n`);
}

function documentOf({ comparison, ...verification }: Verification): object {
  const { type: outcome, ...result } = comparison;
  return { ...verification, outcome, ...result };
}
