import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { EventLog } from "./event-log.js";
import { createHttpHandler } from "./http-handler.js";
import type { PageFiles } from "./page-files.js";
import type { RunSource } from "./run-source.js";
import { defaultMaxClients, MetricStream, type MetricStreamLimits } from "./metric-stream.js";
import { hostPolicy } from "./request-policy.js";
import { listenError } from "./telemetry-error.js";

export interface ServeTelemetryOptions extends MetricStreamLimits {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: EventLog;
  /** Names besides loopback's that requests may be addressed to; any, where the listener is not on loopback. */
  readonly allowedHosts?: readonly string[];
  /** What readers must show; nothing where undefined. */
  readonly token?: string | undefined;
  /** What must be shown to control runs; nothing where undefined. */
  readonly controlToken?: string | undefined;
  /** Who has the runs; absent: nothing but their events is known. */
  readonly runs?: RunSource;
  /** The dashboard; absent: there is none. */
  readonly page?: PageFiles | undefined;
  /** The option that gave the address, for errors. Default `--http`. */
  readonly flag?: string;
}

export interface TelemetryServer {
  /** `host:port` it listens on. */
  readonly address: string;
  /** Says goodbye to the clients and frees the port. */
  close(): Promise<void>;
}

/** Requests are short: whoever takes longer to send one keeps a connection from others. */
const requestTimeoutMs = 20_000;

/**
 * Serves the events by WebSocket; the snapshot, what else is known, controls and the dashboard by HTTP.
 * @throws {TelemetryError} where it cannot listen.
 */
export async function serveTelemetry(options: ServeTelemetryOptions): Promise<TelemetryServer> {
  const { log, host, port, token, controlToken, runs, page } = options;
  const hosts = hostPolicy(host, options.allowedHosts);
  const tokens = { reading: token, control: controlToken };
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, connectionsCheckingInterval: 1000 },
    createHttpHandler({ log, hosts, tokens, runs, page }),
  );
  server.maxConnections = 2 * (options.maxClients ?? defaultMaxClients);
  const bound = await listen(server, host, port, options.flag ?? "--http");
  const stream = new MetricStream({ ...options, server, hosts });
  return { address: formatAddress(host, bound), close: () => closeAll(server, stream) };
}

function listen(server: Server, host: string, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(listenError(`${flag} ${formatAddress(host, port)}`, error));
    server.once("error", fail);
    server.listen({ port, host: host.replace(/^\[(.*)\]$/, "$1") }, () => {
      server.off("error", fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function formatAddress(host: string, port: number): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}

async function closeAll(server: Server, stream: MetricStream): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  stream.close();
  // Connections that were upgraded are no longer the server's: theirs end with their close handshake.
  server.closeAllConnections();
  await closed;
}
