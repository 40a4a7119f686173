import type { RunEvent, RunEventBody } from "@lockstep/telemetry/events";

export type EventType = RunEventBody["type"];

/** How much an event wants to be looked at. */
export type Weight = "bad" | "warning" | "good" | "plain";

/** Types that people filter by together. */
export interface EventGroup {
  readonly key: "run" | "training" | "workers" | "trouble" | "checkpoints";
  readonly name: string;
  readonly types: readonly EventType[];
}

/** Every type that is listed; steps, gradient flow and progress of evaluation are drawn as curves. */
export const eventGroups: readonly EventGroup[] = [
  {
    key: "run",
    name: "Run",
    types: [
      "run-submitted",
      "run-started",
      "waiting",
      "run-paused",
      "run-continued",
      "run-recovered",
      "run-finished",
    ],
  },
  { key: "training", name: "Training", types: ["epoch", "callback", "tested"] },
  {
    key: "workers",
    name: "Workers",
    types: ["worker-joined", "worker-left", "worker-standby", "worker-recovered"],
  },
  {
    key: "trouble",
    name: "Trouble",
    types: [
      "lease-expired",
      "worker-quarantined",
      "worker-refused",
      "speculated",
      "audit-disagreed",
      "result-dropped",
    ],
  },
  { key: "checkpoints", name: "Files", types: ["checkpoint-saved", "checkpoint-damaged", "model-saved"] },
];

export const listedTypes: readonly EventType[] = eventGroups.flatMap(({ types }) => types);

export function weightOf(event: RunEvent): Weight {
  switch (event.type) {
    case "audit-disagreed":
    case "checkpoint-damaged":
    case "worker-quarantined":
      return "bad";
    case "run-finished":
      return event.outcome === "failed" ? "bad" : event.outcome === "completed" ? "good" : "plain";
    case "lease-expired":
    case "run-paused":
    case "speculated":
    case "waiting":
    case "worker-left":
    case "worker-refused":
      return "warning";
    case "checkpoint-saved":
    case "model-saved":
    case "run-continued":
    case "run-recovered":
    case "run-started":
    case "tested":
    case "worker-joined":
    case "worker-recovered":
      return "good";
    case "callback":
    case "epoch":
    case "evaluation-progress":
    case "gradient-flow":
    case "result-dropped":
    case "run-submitted":
    case "step":
    case "worker-standby":
      return "plain";
  }
}

/** Workers that an event is about. */
export function workersOf(event: RunEvent): readonly string[] {
  switch (event.type) {
    case "audit-disagreed":
      return event.workerIds;
    case "speculated":
      return [event.workerId, event.straggler];
    default:
      return "workerId" in event ? [event.workerId] : [];
  }
}
