import { createLogger, type LogFormat, type Logger, type LogLevel } from "@lockstep/logging";
import type { BackendChoice } from "@lockstep/worker";
import type { RunningWorker, WorkerEnd, WorkerOptions as StartOptions } from "@lockstep/worker/start-worker";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { readToken } from "../options/token.js";

export interface WorkerCommandOptions {
  readonly coordinator: string;
  /** The process that started this one says where the coordinator is. */
  readonly coordinatorOfParent?: boolean;
  readonly backend: BackendChoice;
  readonly slots: number;
  readonly workerId?: string;
  /** Seconds. */
  readonly giveUpAfter: number;
  readonly creditMib: number;
  readonly tokenFile?: string;
  readonly logLevel: LogLevel;
  readonly logFormat?: LogFormat;
}

export type StartWorker = (options: StartOptions) => RunningWorker;

/** `lockstep worker`: computes for a coordinator until one of the two ends. */
export async function workerCommand(
  options: WorkerCommandOptions,
  io: Io,
  load: () => Promise<StartWorker> = loadPackaged,
): Promise<number> {
  const token = await readToken(options.tokenFile, io);
  let end = (): void => io.exit(exitCodes.failed);
  io.parent?.onGone(() => end());
  const start = await load();
  const logger = loggerOf(options);
  const worker = start(startOptions(options, token, logger, io));
  end = () => worker.abort();
  const interruption = new Interruption(io, () => worker.abort());
  interruption.drainWith((signal) => {
    logger.info(`${signal}: finishing what this worker holds; once more ends now`);
    worker.drain(signal);
  });
  try {
    return interruption.exitCode(await exitCodeOf(worker));
  } finally {
    interruption.end();
  }
}

async function exitCodeOf(worker: RunningWorker): Promise<number> {
  const { outcome, reason } = await endOf(worker);
  switch (outcome) {
    case "drained":
      return exitCodes.done;
    case "aborted":
      return exitCodes.failed;
    case "refused":
    case "gave-up":
      throw new CliError("failed", reason);
  }
}

/** A worker that never came to work: its backend could not be opened, for one. */
async function endOf(worker: RunningWorker): Promise<WorkerEnd> {
  try {
    return await worker.ended;
  } catch (cause) {
    throw new CliError("failed", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function startOptions(
  options: WorkerCommandOptions,
  token: string | undefined,
  logger: Logger,
  io: Io,
): StartOptions {
  const { backend, slots, workerId, giveUpAfter, creditMib } = options;
  return {
    coordinator: coordinatorOf(options, io),
    backend,
    slots,
    logger,
    giveUpAfterMs: giveUpAfter * 1000,
    creditBytes: creditMib * 2 ** 20,
    ...(workerId === undefined ? {} : { workerId }),
    ...(token === undefined ? {} : { token }),
  };
}

function coordinatorOf(
  { coordinator, coordinatorOfParent }: WorkerCommandOptions,
  { parent }: Io,
): StartOptions["coordinator"] {
  if (!coordinatorOfParent) return coordinator;
  if (!parent) throw new CliError("usage", "--coordinator-of-parent: expected a parent process, got none");
  return parent.told("coordinator").then(({ address }) => address);
}

function loggerOf({ logLevel, logFormat, workerId }: WorkerCommandOptions): Logger {
  return createLogger({
    name: workerId ?? "worker",
    level: logLevel,
    ...(logFormat ? { format: logFormat } : {}),
  });
}

async function loadPackaged(): Promise<StartWorker> {
  const { startWorker } = await import("@lockstep/worker/start-worker");
  return startWorker;
}
