/** Entry of a coordinator's process that tells of itself: `node probed-coordinator.js DATA_DIR`. It ends with its parent. */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startCoordinator } from "@lockstep/coordinator";
import { silentLogger } from "@lockstep/logging";
import { openNativeArithmetic } from "@lockstep/native-arithmetic";

/** What the parent asks. */
export type AskedOfCoordinator = "memory" | "reset" | "load";

/** What the process says. */
export type SaidByCoordinator =
  | { readonly type: "ready"; readonly grpc: string }
  | { readonly type: "memory"; readonly residentMiB: number }
  | { readonly type: "reset" }
  | { readonly type: "load"; readonly load: CoordinatorLoad };

/** Since the last reset. */
export interface CoordinatorLoad {
  /** Longest time that the event loop was at one task, in milliseconds. */
  readonly longestBlockMs: number;
  /** As long or longer were one in a hundred. */
  readonly block99Ms: number;
  /** Milliseconds that the main thread was at work. */
  readonly busyMs: number;
  /** Milliseconds of processor time, of all threads. */
  readonly processorMs: number;
}

/** Period of the timer whose lateness is measured. */
const resolutionMs = 1;

// Not an option of Node's: its threads would not start with it.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const [dataDir = ""] = process.argv.slice(2);
const say = (message: SaidByCoordinator): void => void process.send?.(message);
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
let utilization = performance.eventLoopUtilization();
let usage = process.cpuUsage();

function reset(): void {
  delay.reset();
  utilization = performance.eventLoopUtilization();
  usage = process.cpuUsage();
  say({ type: "reset" });
}

function load(): CoordinatorLoad {
  const { user, system } = process.cpuUsage(usage);
  return {
    longestBlockMs: late(delay.max),
    block99Ms: late(delay.percentile(99)),
    busyMs: performance.eventLoopUtilization(utilization).active,
    processorMs: (user + system) / 1000,
  };
}

function late(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - resolutionMs);
}

function memory(): SaidByCoordinator {
  // What is left over from before is not what is measured.
  for (let count = 0; count < 3; count++) collect();
  return { type: "memory", residentMiB: process.memoryUsage.rss() / 2 ** 20 };
}

const coordinator = await startCoordinator({
  listen: { host: "127.0.0.1", port: 0 },
  http: { host: "127.0.0.1", port: 0 },
  dataDir,
  dataRoot: dataDir,
  logger: silentLogger(),
  openArithmetic: openNativeArithmetic,
});
process.on("message", (message: AskedOfCoordinator) => {
  if (message === "reset") reset();
  else say(message === "memory" ? memory() : { type: "load", load: load() });
});
process.once("disconnect", () => process.exit());
delay.enable();
say({ type: "ready", grpc: coordinator.grpcAddress });
