import { randomBytes, randomUUID } from "node:crypto";
import { parse, resolve } from "node:path";
import type { Client } from "@lockstep/client";
import type { Io } from "../io.js";
import { defaultSlots } from "../options/default-slots.js";
import { formatHostPort, type HostPort } from "../options/host-port.js";
import { programFile } from "../program-file.js";
import type { Session } from "../session.js";
import { spawnChild, type SpawnChild } from "./cluster-child.js";
import { LocalCluster, type LocalClusterOptions } from "./local-cluster.js";

/** What `run`, `evaluate` and `predict` take for a cluster of their own. */
export interface ClusterSettings {
  readonly workers: number;
  /** Of each worker; default: the cores, shared among the workers. */
  readonly slots?: number;
  readonly backend: string;
  readonly dataDir: string;
  readonly http: HostPort;
}

export interface StartOptions {
  readonly settings: ClusterSettings;
  readonly token?: string;
  /** The interrupted run that the coordinator goes on with. */
  readonly resume?: string;
  readonly io: Io;
  /** Takes what is not to outlive a sudden end. */
  readonly onKillable: (kill: () => void) => void;
  readonly note: (text: string) => void;
  /** What is done while the processes start; where it fails, the cluster has touched nothing. */
  readonly prepare: () => Promise<unknown>;
}

/** A cluster of one's own. */
export interface LocalSession {
  readonly session: Session;
  /** Where the dashboard is. */
  readonly http: string;
  /** What its controls want, where nobody else knows it. */
  readonly ownToken?: string;
}

/** Starts a coordinator and workers on this machine. */
export async function startLocalSession(
  options: StartOptions,
  spawn: SpawnChild = spawnChild,
): Promise<LocalSession> {
  // Other users of this machine reach its loopback too.
  const token = options.token ?? randomBytes(32).toString("base64url");
  const cluster = new LocalCluster(clusterOptions(options, token), spawn);
  options.onKillable(() => cluster.kill());
  try {
    await options.prepare();
    // What asks the coordinator is loaded while that begins.
    const [{ grpc, http }, { connect }] = await Promise.all([cluster.begin(), import("@lockstep/client")]);
    const session = sessionOf(cluster, connect(grpc, { token }), options.io);
    return { session, http, ...(options.token === undefined ? { ownToken: token } : {}) };
  } catch (error) {
    cluster.kill();
    throw error;
  }
}

function sessionOf(cluster: LocalCluster, client: Client, io: Io): Session {
  return {
    client,
    local: true,
    failure: cluster.failure,
    runStarted: () => cluster.runStarted(),
    async close() {
      client.close();
      await cluster.close((callback, delayMs) => io.schedule(callback, delayMs));
    },
  };
}

function clusterOptions(
  { settings, io, note, resume = "none" }: StartOptions,
  token: string,
): LocalClusterOptions {
  const logging = ["--log-format", "json", "--log-level", "info"];
  const slots = `${settings.slots ?? defaultSlots(settings.workers)}`;
  const dataDir = resolve(io.cwd, settings.dataDir);
  return {
    workers: settings.workers,
    program: [programFile],
    env: {
      ...io.env,
      ...{ LOCKSTEP_TOKEN: token, LOCKSTEP_TOKEN_FILE: undefined },
      // A process that starts reads these certificates first, for long: these have no use for any.
      NODE_EXTRA_CA_CERTS: undefined,
    },
    note,
    coordinatorArguments: [
      ...[
        "coordinator",
        "--begin-when-told",
        "--listen",
        "127.0.0.1:0",
        "--http",
        formatHostPort(settings.http),
      ],
      // The user of this machine may name any file of it.
      ...["--data-dir", dataDir, "--data-root", parse(dataDir).root, ...logging],
      // Several clusters of their own may share a data folder, each with a lineage of its own.
      ...["--stream", `local-${randomUUID()}`, "--recover", resume],
    ],
    workerArguments: (workerId) => [
      ...["worker", "--coordinator-of-parent", "--worker-id", workerId],
      ...["--backend", settings.backend, "--slots", slots, ...logging],
    ],
  };
}
