import type { RunSnapshot, WorkerSnapshot } from "@lockstep/telemetry/events";
import type { IconName } from "./icon.js";

/** What a state means for who looks: a colour, which is never all that says it. */
export type Tone = "good" | "busy" | "warn" | "bad" | "idle";

/** How a state is shown. */
export interface StateLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

export const runStateLooks: Readonly<Record<RunSnapshot["state"], StateLook>> = {
  queued: { word: "Queued", icon: "queue", tone: "idle" },
  waiting: { word: "Waiting", icon: "clock", tone: "warn" },
  running: { word: "Running", icon: "play", tone: "busy" },
  paused: { word: "Paused", icon: "pause", tone: "warn" },
  completed: { word: "Completed", icon: "check", tone: "good" },
  stopped: { word: "Stopped", icon: "stop", tone: "idle" },
  failed: { word: "Failed", icon: "cross", tone: "bad" },
};

export const workerStateLooks: Readonly<Record<WorkerSnapshot["state"], StateLook>> = {
  live: { word: "Live", icon: "check", tone: "good" },
  "lease-expired": { word: "Silent", icon: "warning", tone: "bad" },
  leaving: { word: "Leaving", icon: "clock", tone: "warn" },
  standby: { word: "Standby", icon: "queue", tone: "idle" },
  quarantined: { word: "Quarantined", icon: "cross", tone: "bad" },
};
