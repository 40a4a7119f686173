import type { RunEvent } from "@lockstep/telemetry/events";
import type { ChartMark } from "../../charts/chart-model.js";

/** Types of events that are marked on curves. */
export const markedTypes: readonly RunEvent["type"][] = [
  "run-paused",
  "run-continued",
  "run-recovered",
  "checkpoint-saved",
  "checkpoint-damaged",
  "callback",
  "worker-joined",
  "worker-left",
  "worker-quarantined",
  "lease-expired",
  "worker-recovered",
  "audit-disagreed",
];

/** What a curve tells of an event; without a step it is at the step that was the newest then. */
export type EventMark = Pick<ChartMark, "text" | "tone"> & { readonly step?: number };

/** How an event is marked on curves; undefined where it is not. */
export function eventMark(event: RunEvent): EventMark | undefined {
  switch (event.type) {
    case "run-paused":
      return { step: event.step, text: `paused: ${event.reason}`, tone: "warn" };
    case "run-continued":
      return { step: event.step, text: "continued", tone: "good" };
    case "run-recovered":
      return { step: event.toldSteps, text: `recovered from step ${event.step}`, tone: "warn" };
    case "checkpoint-saved":
      return { step: event.step, text: "checkpoint", tone: "idle" };
    case "checkpoint-damaged":
      return { text: `checkpoint damaged: ${event.reason}`, tone: "bad" };
    case "callback":
      return { text: event.text, tone: "idle" };
    case "worker-joined":
      return { text: `${event.workerId} joined`, tone: "good" };
    case "worker-left":
      return { text: `${event.workerId} left: ${event.reason}`, tone: "warn" };
    case "worker-quarantined":
      return { text: `${event.workerId} quarantined: ${event.reason}`, tone: "bad" };
    case "lease-expired":
      return { text: `${event.workerId} silent`, tone: "bad" };
    case "worker-recovered":
      return { text: `${event.workerId} is back`, tone: "good" };
    case "audit-disagreed":
      return { text: `audit disagreed: ${event.workerIds.join(", ")}`, tone: "bad" };
    default:
      return undefined;
  }
}
