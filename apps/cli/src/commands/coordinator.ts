import type {
  CoordinatorOptions as StartOptions,
  Coordinator,
} from "@lockstep/coordinator/start-coordinator";
import { createLogger, type LogFormat, type LogLevel } from "@lockstep/logging";
import { CliError } from "../cli-error.js";
import { dashboardFolder } from "../dashboard-folder.js";
import { exitCodes } from "../exit-codes.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { findDataRoot, makeDataDir } from "../options/folders.js";
import type { HostPort } from "../options/host-port.js";
import { readToken, requireToken } from "../options/token.js";

export interface CoordinatorCommandOptions {
  readonly listen: HostPort;
  readonly http: HostPort;
  readonly dataDir: string;
  readonly dataRoot: string;
  readonly tokenFile?: string;
  readonly logLevel: LogLevel;
  readonly logFormat?: LogFormat;
  /** The lineage of coordinators that it goes on with. */
  readonly stream: string;
  /** `all`, `none`, or the id of the run that it takes up. */
  readonly recover: string;
  /** It makes itself ready, and waits for its parent's word before it touches anything. */
  readonly beginWhenTold?: boolean;
}

export type StartCoordinator = (options: StartOptions) => Promise<Coordinator>;

/** `lockstep coordinator`: owns runs until it is told to end; then it leaves them to the next one. */
export async function coordinatorCommand(
  options: CoordinatorCommandOptions,
  io: Io,
  load: () => Promise<StartCoordinator> = loadPackaged,
): Promise<number> {
  const token = await readToken(options.tokenFile, io);
  requireToken("--listen", options.listen, token);
  requireToken("--http", options.http, token);
  let end = (): void => io.exit(exitCodes.failed);
  io.parent?.onGone(() => end());
  const interruption = new Interruption(io, () => undefined);
  try {
    const told = options.beginWhenTold ? toldToBegin(io) : undefined;
    const [start] = await Promise.race([Promise.all([load(), told]), interruption.aborted]);
    const folders = await foldersOf(options, io);
    const starting = start(startOptions(options, folders, token));
    const coordinator = await Promise.race([starting, interruption.aborted]);
    end = () => void coordinator.close();
    return await serve(coordinator, interruption, options, io);
  } finally {
    interruption.end();
  }
}

async function serve(
  coordinator: Coordinator,
  interruption: Interruption,
  options: CoordinatorCommandOptions,
  io: Io,
): Promise<number> {
  const logger = loggerOf(options);
  const { grpcAddress: grpc, httpAddress: http } = coordinator;
  const failed = new Promise<never>((_, reject) => {
    interruption.drainWith((signal) => {
      logger.info(
        `${signal}: finishing the step and writing a checkpoint; the next start goes on with the runs. Once more ends now`,
      );
      coordinator.suspend().catch(reject);
    });
  });
  logger.info({ dashboard: `http://${http}/`, grpc }, "listening");
  io.parent?.tell({ type: "ready", grpc, http });
  await Promise.race([coordinator.closed, failed]);
  return interruption.exitCode(exitCodes.done);
}

type Folders = Pick<StartOptions, "dataDir" | "dataRoot">;

async function foldersOf({ dataDir, dataRoot }: CoordinatorCommandOptions, { cwd }: Io): Promise<Folders> {
  // What is refused is refused before anything is made.
  const root = await findDataRoot(dataRoot, cwd);
  return { dataRoot: root, dataDir: await makeDataDir(dataDir, cwd) };
}

function startOptions(
  options: CoordinatorCommandOptions,
  folders: Folders,
  token: string | undefined,
): StartOptions {
  return {
    listen: options.listen,
    http: options.http,
    ...folders,
    stream: options.stream,
    recover: recoveryOf(options.recover),
    logger: loggerOf(options),
    dashboardDir: dashboardFolder(),
    ...(token === undefined ? {} : { token }),
  };
}

function recoveryOf(recover: string): NonNullable<StartOptions["recover"]> {
  return recover === "all" || recover === "none" ? recover : { runId: recover };
}

function loggerOf({ logLevel, logFormat }: CoordinatorCommandOptions): ReturnType<typeof createLogger> {
  return createLogger({ name: "coordinator", level: logLevel, ...(logFormat ? { format: logFormat } : {}) });
}

function toldToBegin({ parent }: Io): Promise<unknown> {
  if (!parent) throw new CliError("usage", "--begin-when-told: expected a parent process, got none");
  return parent.told("begin");
}

async function loadPackaged(): Promise<StartCoordinator> {
  const [{ startCoordinator }, { openNativeArithmetic }] = await Promise.all([
    import("@lockstep/coordinator/start-coordinator"),
    import("@lockstep/native-arithmetic"),
  ]);
  return (options) => startCoordinator({ ...options, openArithmetic: openNativeArithmetic });
}
