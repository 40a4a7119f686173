/** Entry of a coordinator's process that tells where steps' time went: `node profiled-coordinator.js DATA_DIR`. It ends with its parent. */
import { startCoordinator } from "@lockstep/coordinator";
import { silentLogger } from "@lockstep/logging";
import { openNativeArithmetic } from "@lockstep/native-arithmetic";
import { phasesOf, type ProtocolEvent, type SeenStep } from "./step-phases.js";
import { watchProtocol } from "./watch-protocol.js";

/** What the parent asks: to forget what was, and for what was since. */
export type AskedOfProfile = "reset" | "phases";

/** What the process says. */
export type SaidByProfile =
  | { readonly type: "ready"; readonly grpc: string; readonly http: string }
  | { readonly type: "reset" }
  | { readonly type: "phases"; readonly steps: readonly SeenStep[] };

const [dataDir = ""] = process.argv.slice(2);
const say = (message: SaidByProfile): void => void process.send?.(message);

let events: ProtocolEvent[] = [];
watchProtocol((event) => events.push(event));

const coordinator = await startCoordinator({
  listen: { host: "127.0.0.1", port: 0 },
  http: { host: "127.0.0.1", port: 0 },
  dataDir,
  dataRoot: dataDir,
  logger: silentLogger(),
  openArithmetic: openNativeArithmetic,
});
process.on("message", (message: AskedOfProfile) => {
  const steps = phasesOf(events);
  events = [];
  say(message === "reset" ? { type: "reset" } : { type: "phases", steps });
});
process.once("disconnect", () => process.exit());
say({ type: "ready", grpc: coordinator.grpcAddress, http: coordinator.httpAddress });
