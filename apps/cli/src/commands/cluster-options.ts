import type { HostPort } from "../options/host-port.js";

/** Options of the commands that start a cluster of their own, or ask one that is there. */
export interface ClusterCommandOptions {
  /** HOST:PORT; absent: a cluster of their own. */
  readonly coordinator?: string;
  readonly workers: number;
  readonly slots?: number;
  readonly backend: string;
  readonly dataDir: string;
  readonly http: HostPort;
  readonly tokenFile?: string;
  readonly json?: boolean;
}

/** Options of the commands that ask something of a saved model. */
export interface ModelCommandOptions extends ClusterCommandOptions {
  /** A data source as in a job file, YAML or JSON. */
  readonly data?: string;
}
