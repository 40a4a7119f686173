import { join } from "node:path";
import { CheckpointFolder, type NewestCheckpoint } from "@lockstep/checkpoint";
import { DurableRun, type Recovery, type ToldBefore } from "@lockstep/durable-run";
import type { Logger } from "@lockstep/logging";
import type { RunStore, Told } from "@lockstep/run-store";
import type { EventLog } from "@lockstep/telemetry";
import type { RoundWatch } from "@lockstep/training-run";
import type { HeldRun } from "../held-run.js";
import { assembleRun } from "../preparation/assemble-run.js";
import type { RunPreparer } from "../preparation/run-preparer.js";
import type { PreparedRun } from "../prepared-run.js";
import type { LoggedEpoch } from "../epoch-log-file.js";
import { RunFiles, type RunFilesOptions } from "../run-files.js";
import { bestModelFile, checkpointsFolder, exists } from "../run-folder.js";
import type { LargeModelArithmetic } from "./large-model-arithmetic.js";
import { RunSink } from "./run-sink.js";

export interface OpeningServices {
  readonly events: EventLog;
  readonly store: RunStore;
  readonly preparer: RunPreparer;
  readonly logger: Logger;
  readonly arithmetic: LargeModelArithmetic;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
}

export interface OpeningOptions {
  /** Gives it up. */
  readonly signal: AbortSignal;
  /** Told of gradients that the run has done with. */
  readonly spent: (gradient: Float32Array) => void;
  /** Told of rounds. */
  readonly watch: RoundWatch;
  /** Something ended beside the run: the machine wants an input of type storage. */
  readonly wake: () => void;
  /** Files of the run cannot be written, or can be again. */
  readonly filesTroubled: (reason: string | undefined) => void;
  /** The run stands still as it cannot be written. */
  readonly storagePaused: (reason: string) => void;
}

/** A run that can be executed. */
export interface OpenedRun {
  readonly run: PreparedRun;
  readonly machine: DurableRun;
  readonly files: RunFiles;
}

/**
 * Makes a run ready to be executed: one of before from its newest valid checkpoint, with the same data.
 * @throws CoordinatorError where its data changed, or it cannot begin
 */
export async function openRun(
  held: HeldRun,
  services: OpeningServices,
  options: OpeningOptions,
): Promise<OpenedRun> {
  const { events, now, logger } = services;
  const isTraining = held.file.kind === "train";
  const folder = isTraining ? await openFolder(held) : undefined;
  const before = held.isRecovered ? await services.store.told(held.runId) : undefined;
  // A checkpoint that is ahead of the history would leave a gap in it.
  const newest = before && (await folder?.newest(held.file.identity, before.steps));
  if (held.isRecovered) {
    const from = newest?.file === undefined ? "from its beginning" : `from ${newest.file}`;
    logger.info({ run: held.runId }, `a run goes on ${from}`);
  }
  const run = held.prepared ?? (await prepareAgain(held, newest, services, options.signal));
  const files = new RunFiles(run, {
    folder: held.folder,
    troubled: options.filesTroubled,
    ...(held.isRecovered ? { before: await filesBefore(held, services) } : {}),
  });
  const recovery = before && (await recoveryOf(held, newest, before, services));
  const machine = new DurableRun({
    ...{ runId: held.runId, identity: run.identity, now },
    definition: {
      ...run.definition,
      spent: options.spent,
      watch: options.watch,
      arithmetic: services.arithmetic.of(run.plan),
    },
    events: new RunSink(events, files, options.storagePaused),
    ...(folder ? { folder } : {}),
    ...(recovery ? { recovery } : {}),
    wake: options.wake,
    warn: (error) => logger.warn({ run: held.runId }, error.message),
  });
  return { run, machine, files };
}

function openFolder({ folder, file }: HeldRun): Promise<CheckpointFolder> {
  const { keepLast } = file.identity.job.checkpoints;
  return CheckpointFolder.open(join(folder, checkpointsFolder), { keepLast });
}

/** What is read must be what it was the first time; parameters to begin with are read where there is no checkpoint. */
async function prepareAgain(
  { runId, file, isRecovered }: HeldRun,
  newest: NewestCheckpoint | undefined,
  { preparer }: OpeningServices,
  signal: AbortSignal,
): Promise<PreparedRun> {
  const { request, identity, initialDigest } = file;
  const goesOnFrom = newest?.checkpoint?.state;
  const begins = goesOnFrom ? {} : { initialDigest };
  const materials = await preparer.readAgain({ request, identity, ...begins }, signal);
  const { minWorkers } = request;
  return assembleRun(materials, {
    runId,
    // One that was interrupted goes on with whoever is there.
    ...(minWorkers === undefined || isRecovered ? {} : { startWorkers: minWorkers }),
    ...(goesOnFrom ? { goesOnFrom } : {}),
  });
}

async function recoveryOf(
  { runId }: HeldRun,
  newest: NewestCheckpoint | undefined,
  { round, steps, fingerprint }: Told,
  { store }: OpeningServices,
): Promise<Recovery> {
  const told: ToldBefore = {
    ...{ round, steps, fingerprint },
    digestOf: await digestsAfter(newest?.checkpoint?.step ?? 0, steps, runId, store),
  };
  return newest ? { newest, told } : { told };
}

/** Steps that the history gives at once. */
const stepsInPage = 10_000;

/** Digests of the steps that are computed again. */
async function digestsAfter(
  step: number,
  last: number,
  runId: string,
  store: RunStore,
): Promise<ToldBefore["digestOf"]> {
  const digests = new Map<number, string>();
  for (let from = step + 1; from <= last; from += stepsInPage)
    for (const event of await store.steps(runId, from, Math.min(last, from + stepsInPage - 1)))
      digests.set(event.step, event.digest);
  return (number) => digests.get(number);
}

async function filesBefore(
  { runId, folder, file }: HeldRun,
  { store }: OpeningServices,
): Promise<NonNullable<RunFilesOptions["before"]>> {
  const isLogged = file.identity.job.fit.callbacks.some(({ type }) => type === "CSVLogger");
  return {
    epochs: isLogged ? await allEpochs(runId, store) : [],
    hasBest: await exists(join(folder, bestModelFile)),
  };
}

/** Epochs that the history gives at once. */
const epochsInPage = 10_000;

async function allEpochs(runId: string, store: RunStore): Promise<LoggedEpoch[]> {
  const epochs: LoggedEpoch[] = [];
  for (;;) {
    const page = await store.epochs(runId, epochsInPage, epochs[0]?.epoch);
    epochs.unshift(...page);
    if (page.length < epochsInPage) return epochs;
  }
}
