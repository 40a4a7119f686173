import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import type { Logger } from "@lockstep/logging";
import { clusterService, controlService, serverOptions } from "@lockstep/protocol";
import { EventLog, isLoopback, serveTelemetry } from "@lockstep/telemetry";
import { ClusterEndpoint, type SessionListener } from "./cluster-endpoint.js";
import { ControlEndpoint } from "./control-endpoint.js";
import { CoordinatorError } from "./coordinator-error.js";
import { RunPreparer } from "./preparation/run-preparer.js";
import { RunQueue } from "./run-queue.js";

/** Time that open streams have to end. */
const shutdownDeadlineMs = 2000;

export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface CoordinatorOptions {
  /** Workers and clients, gRPC. */
  readonly listen: Address;
  /** Events and snapshot, HTTP and WebSocket. */
  readonly http: Address;
  /** Where runs and models are kept. */
  readonly dataDir: string;
  /** Files named by jobs must lie below it. */
  readonly dataRoot: string;
  /** What workers and clients must show, and readers of events where HTTP is not on loopback. */
  readonly token?: string;
  readonly logger: Logger;
}

export interface Coordinator {
  /** host:port */
  readonly grpcAddress: string;
  /** host:port */
  readonly httpAddress: string;
  /** Ends the active run after its step, saves it, then closes. */
  drain(reason: string): Promise<void>;
  /** Closes; an active run is lost. */
  close(): Promise<void>;
  readonly closed: Promise<void>;
}

/** Starts a coordinator. @throws CoordinatorError or TelemetryError where a port cannot be had */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { logger, token, dataDir, dataRoot } = options;
  const events = new EventLog({ now: () => Date.now() });
  const queue: RunQueue = new RunQueue({
    dataDir,
    events,
    logger,
    now: () => performance.now(),
    cluster: () => cluster,
  });
  const cluster: ClusterEndpoint = new ClusterEndpoint({
    token,
    logger,
    listener: sessionListener(queue, events, logger, () => cluster),
  });
  const preparer = new RunPreparer({ dataDir, dataRoot });
  const control = new ControlEndpoint({ token, events, logger, queue, preparer });

  const server = new Server(serverOptions);
  server.addService(clusterService, cluster as unknown as UntypedServiceImplementation);
  server.addService(controlService, control as unknown as UntypedServiceImplementation);
  new HealthImplementation({
    "": "SERVING",
    "lockstep.v1.Cluster": "SERVING",
    "lockstep.v1.Control": "SERVING",
  }).addToServer(server);
  const grpcAddress = await bind(server, options.listen);
  const telemetry = await serveTelemetry({
    ...options.http,
    log: events,
    token: isLoopback(options.http.host) ? undefined : token,
  }).catch((error: unknown) => {
    server.forceShutdown();
    throw error;
  });

  const closed = closing(async () => {
    queue.abandon();
    await shutDown(server, cluster);
    await telemetry.close();
  });
  return {
    grpcAddress,
    httpAddress: telemetry.address,
    closed: closed.promise,
    close: closed.close,
    async drain(reason) {
      await queue.drain(reason);
      await closed.close();
    },
  };
}

/** Events about workers while no run is active. */
const noRun = "";

function sessionListener(
  queue: RunQueue,
  events: EventLog,
  logger: Logger,
  cluster: () => ClusterEndpoint,
): SessionListener {
  return {
    joined(session) {
      const { slots, backend, fingerprint } = session.hello;
      const { workerId } = session;
      logger.info({ worker: workerId, slots, backend }, "a worker joined");
      if (queue.active) queue.active.join(session);
      else events.append(noRun, { type: "worker-joined", workerId, slots, backend, fingerprint });
    },
    message(session, message) {
      if (message.type === "leaving") session.leaving = true;
      if (queue.active) queue.active.hear(session, message);
      // Without a run a worker holds nothing: it may go at once.
      else if (session.leaving) cluster().dismiss(session);
    },
    alive: (session) => queue.active?.alive(session),
    left(session, reason) {
      const { workerId } = session;
      logger.info({ worker: workerId }, `a worker left: ${reason}`);
      queue.active?.leave(session, reason);
      // The run tells of those who were members of it.
      const isListed = events.snapshot.workers.some((worker) => worker.workerId === workerId);
      if (isListed) events.append(noRun, { type: "worker-left", workerId, reason, returnedMicroBatches: 0 });
    },
  };
}

/** Lets streams end after what was sent; what has not ended by the deadline is cut. */
async function shutDown(server: Server, cluster: ClusterEndpoint): Promise<void> {
  for (const session of cluster.sessions) session.end();
  const deadline = setTimeout(() => server.forceShutdown(), shutdownDeadlineMs);
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  clearTimeout(deadline);
}

/** Closes once, however often it is asked. */
function closing(close: () => Promise<void>): { promise: Promise<void>; close: () => Promise<void> } {
  let started: Promise<void> | undefined;
  let finish!: () => void;
  const promise = new Promise<void>((resolve) => (finish = resolve));
  return { promise, close: () => (started ??= close().finally(finish)) };
}

function bind(server: Server, { host, port }: Address): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) return resolve(`${host}:${bound}`);
      const inUse = error.message.includes("EADDRINUSE");
      const reason = inUse ? "the port is in use; choose another, or 0 for a free one" : error.message;
      reject(new CoordinatorError("LISTEN_FAILED", `--listen ${host}:${port}: ${reason}`, { cause: error }));
    });
  });
}
