import type { EventLog } from "@lockstep/telemetry";
import type { WorkerSession } from "./worker-session.js";

/** Events about workers that no run tells of. */
const noRun = "";

export function tellOfJoining(events: EventLog, { workerId, hello }: WorkerSession): void {
  const { slots, backend, fingerprint } = hello;
  events.append(noRun, { type: "worker-joined", workerId, slots, backend, fingerprint });
}

export function tellOfLeaving(events: EventLog, { workerId }: WorkerSession, reason: string): void {
  events.append(noRun, { type: "worker-left", workerId, reason, returnedMicroBatches: 0 });
}
