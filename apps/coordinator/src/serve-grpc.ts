import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  bindWithWideWindow,
  clusterService,
  controlService,
  healthService,
  serverOptions,
} from "@lockstep/protocol";
import type { ClusterEndpoint } from "./cluster-endpoint.js";
import type { ControlEndpoint } from "./control-endpoint.js";
import { CoordinatorError } from "./coordinator-error.js";
import { HealthEndpoint } from "./health-endpoint.js";
import type { Address } from "./start-coordinator.js";

/** Time that open streams have to end. */
const shutdownDeadlineMs = 2000;

export interface GrpcServer {
  /** host:port */
  readonly address: string;
  /** Lets streams end after what was sent; what has not ended by the deadline is cut. */
  close(): Promise<void>;
}

/** Serves workers and clients. @throws CoordinatorError where the port cannot be had */
export async function serveGrpc(
  listen: Address,
  cluster: ClusterEndpoint,
  control: ControlEndpoint,
): Promise<GrpcServer> {
  const server = new Server(serverOptions);
  server.addService(clusterService, cluster as unknown as UntypedServiceImplementation);
  server.addService(controlService, control as unknown as UntypedServiceImplementation);
  const health = new HealthEndpoint();
  server.addService(healthService, health as unknown as UntypedServiceImplementation);
  const address = await bindWithWideWindow(server, () => bind(server, listen));
  return { address, close: () => shutDown(server, cluster, health) };
}

/** What is cut is not waited for: a peer that stands still never lets its streams end. */
async function shutDown(server: Server, cluster: ClusterEndpoint, health: HealthEndpoint): Promise<void> {
  health.close();
  for (const session of cluster.sessions) session.end();
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, shutdownDeadlineMs);
    server.tryShutdown(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
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
