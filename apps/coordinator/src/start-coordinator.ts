import type { Logger } from "@lockstep/logging";
import {
  isLoopback,
  PageFiles,
  serveTelemetry,
  type RunSource,
  type TelemetryServer,
} from "@lockstep/telemetry";
import { ClusterEndpoint } from "./cluster-endpoint.js";
import { ControlEndpoint } from "./control-endpoint.js";
import { messageOf } from "./coordinator-error.js";
import { LargeModelArithmetic, type OpenArithmetic } from "./execution/large-model-arithmetic.js";
import { ClusterViews } from "./observation/cluster-views.js";
import { Observations } from "./observation/observations.js";
import { openHistory, type History, type Recovery } from "./open-history.js";
import { RunPreparer } from "./preparation/run-preparer.js";
import { recoverRuns } from "./recover-runs.js";
import { RunControl } from "./run-control.js";
import { RunQueue } from "./run-queue.js";
import { runsOverHttp } from "./runs-over-http.js";
import { serveGrpc, type GrpcServer } from "./serve-grpc.js";
import { drainWorker, sessionListener } from "./session-routing.js";

/** Time that a run has for its step and its checkpoint when the coordinator is to leave it. */
const suspensionMs = 10_000;

export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface CoordinatorOptions {
  /** Workers and clients, gRPC. */
  readonly listen: Address;
  /** Dashboard, events, controls: HTTP and WebSocket. */
  readonly http: Address;
  /** Where runs and models are kept. */
  readonly dataDir: string;
  /** Files named by jobs must lie below it. */
  readonly dataRoot: string;
  /** The lineage of coordinators that this one goes on with. Default: main, that of a data folder's own coordinator. */
  readonly stream?: string;
  /** Default: all. */
  readonly recover?: Recovery;
  /** What workers and clients must show, who controls by HTTP, and who reads by it where it is not on loopback. */
  readonly token?: string;
  /** The folder of the dashboard's build; absent: none is served. */
  readonly dashboardDir?: string;
  readonly logger: Logger;
  /**
   * Opens arithmetic for large models: asked once, with the first of them. Absent: there is none, which is well; where it
   * cannot be had, that is logged. Updates have the same bits without it.
   */
  readonly openArithmetic?: OpenArithmetic;
}

/** It has three ways to end; each closes it, and the first that is asked for counts. */
export interface Coordinator {
  /** host:port */
  readonly grpcAddress: string;
  /** host:port */
  readonly httpAddress: string;
  /**
   * Ends its runs for good: the active one after its step, with its model saved.
   * @returns what could not be saved
   */
  drain(reason: string): Promise<readonly string[]>;
  /** Leaves its runs to the next coordinator of the stream: the active one after its step and a checkpoint. */
  suspend(): Promise<void>;
  /** At once, as a crash would: the next coordinator goes on from what is on disk. */
  close(): Promise<void>;
  readonly closed: Promise<void>;
}

/**
 * Starts a coordinator, which goes on with the runs that it is to recover.
 * @throws CoordinatorError, RunStoreError or TelemetryError where it cannot have the data folder or a port
 */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { dataDir, dataRoot, logger, stream = "main", recover = "all" } = options;
  const troubled = (reason: string | undefined): void => parts?.queue.meetStoreTrouble(reason);
  let parts: Parts | undefined;
  const opening = openHistory({ dataDir, stream, recover, logger, troubled });
  // Its thread starts beside that of the history.
  const preparer = new RunPreparer({ dataDir, dataRoot });
  const history = await opening.catch(async (error: unknown) => {
    await preparer.close();
    throw error;
  });
  let servers: Servers | undefined;
  try {
    parts = partsOf(preparer, history, options, stream);
    const { queue } = parts;
    if (recover !== "none")
      for (const held of await recoverRuns({ ...history, dataDir, logger })) queue.add(held);
    servers = await serve(parts, history, options);
    queue.open();
    return running(parts, servers, history, logger);
  } catch (error) {
    await parts?.queue.abandon();
    await preparer.close();
    await history.close();
    throw error;
  }
}

interface Parts {
  readonly preparer: RunPreparer;
  readonly queue: RunQueue;
  readonly cluster: ClusterEndpoint;
  readonly control: ControlEndpoint;
  readonly runSource: RunSource;
}

function partsOf(
  preparer: RunPreparer,
  { events, store }: History,
  { dataDir, logger, token, openArithmetic }: CoordinatorOptions,
  stream: string,
): Parts {
  const now = (): number => performance.now();
  const observations = new Observations(now);
  const queue: RunQueue = new RunQueue({
    ...{ events, store, preparer, logger, now, observations },
    arithmetic: new LargeModelArithmetic(logger, openArithmetic),
    cluster: () => cluster,
  });
  const listener = sessionListener({ queue, events, logger, cluster: () => cluster });
  const cluster: ClusterEndpoint = new ClusterEndpoint({ token, logger, listener });
  const runs = new RunControl({ dataDir, stream, store, events, logger, preparer, queue });
  const drain = (workerId: string): void => drainWorker(workerId, queue, cluster);
  const control = new ControlEndpoint({ token, events, logger, runs, drainWorker: drain });
  const views = new ClusterViews({
    ...{ events, cluster, observations, now },
    leaseDurationMs: () => queue.active?.leaseDurationMs,
  });
  const runSource = runsOverHttp({ dataDir, events, runs, views, drainWorker: drain });
  return { preparer, queue, cluster, control, runSource };
}

interface Servers {
  readonly grpc: GrpcServer;
  readonly telemetry: TelemetryServer;
}

async function serve(
  { cluster, control, runSource }: Parts,
  { events }: History,
  { listen, http, token, dashboardDir, logger }: CoordinatorOptions,
): Promise<Servers> {
  const grpc = await serveGrpc(listen, cluster, control);
  try {
    const telemetry = await serveTelemetry({
      ...http,
      log: events,
      token: isLoopback(http.host) ? undefined : token,
      controlToken: token,
      runs: runSource,
      page: dashboardDir === undefined ? undefined : await pageIn(dashboardDir, logger),
    });
    return { grpc, telemetry };
  } catch (error) {
    await grpc.close();
    throw error;
  }
}

/** Training does not need a dashboard. */
async function pageIn(folder: string, logger: Logger): Promise<PageFiles | undefined> {
  try {
    return await PageFiles.read(folder);
  } catch (error) {
    logger.warn(`there is no dashboard: ${messageOf(error)}`);
    return undefined;
  }
}

function running(
  { preparer, queue }: Parts,
  { grpc, telemetry }: Servers,
  history: History,
  logger: Logger,
): Coordinator {
  const { promise: closed, close } = once(async () => {
    await queue.abandon();
    await preparer.close();
    // Events that are shown last are sent before the streams end.
    const unstored = await history.flush();
    await grpc.close();
    await telemetry.close();
    await history.close();
    if (unstored !== undefined) logger.error(`not stored: ${unstored}`);
    return unstored === undefined ? [] : [unstored];
  });
  return {
    grpcAddress: grpc.address,
    httpAddress: telemetry.address,
    closed: closed.then(() => undefined),
    async close() {
      await close();
    },
    async drain(reason) {
      const unsaved = await queue.drain(reason);
      return [...unsaved, ...(await close())];
    },
    async suspend() {
      await queue.suspend(AbortSignal.timeout(suspensionMs));
      await close();
    },
  };
}

/** Does it once, however often it is asked. */
function once<Result>(work: () => Promise<Result>): {
  promise: Promise<Result>;
  close: () => Promise<Result>;
} {
  let started: Promise<Result> | undefined;
  let settle!: (result: Promise<Result>) => void;
  const promise = new Promise<Result>((resolve) => (settle = resolve));
  const close = (): Promise<Result> => {
    if (!started) settle((started = work()));
    return started;
  };
  return { promise, close };
}
