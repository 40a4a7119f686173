import type { RunEvent } from "@lockstep/telemetry";
import { noticeOf } from "../presentation/notices.js";
import { plural } from "../presentation/plural.js";
import type { Tone } from "./text.js";

/** An event in words. */
export interface EventLine {
  /** Milliseconds since 1970, by the coordinator's clock. */
  readonly time: number;
  readonly text: string;
  readonly tone: Tone;
}

/** What a list of events shows of one; undefined: it is shown elsewhere, or is no news. */
export function eventLine(event: RunEvent): EventLine | undefined {
  const text = ownText(event) ?? noticeOf(event, true);
  return text === undefined ? undefined : { time: event.time, text, tone: tones[event.type] ?? "plain" };
}

/** Of what is not worth a line where lines stay. */
function ownText(event: RunEvent): string | undefined {
  switch (event.type) {
    case "run-submitted":
      return "submitted";
    case "run-started":
      return `started with ${plural(event.workers, "worker")}`;
    case "checkpoint-saved":
      return `checkpoint after step ${event.step}`;
    case "speculated":
      return `${event.workerId} computes ${plural(event.microBatches, "micro-batch", "micro-batches")} of ${event.straggler}, a straggler, as well`;
    case "result-dropped":
      return `a result of ${event.workerId} was dropped: ${event.reason}`;
    case "model-saved":
      return `model saved: ${event.path}`;
    case "run-finished":
      return event.reason === undefined ? event.outcome : `${event.outcome}: ${event.reason}`;
    default:
      return undefined;
  }
}

const tones: Partial<Record<RunEvent["type"], Tone>> = {
  waiting: "warning",
  "run-paused": "warning",
  "worker-left": "warning",
  "lease-expired": "warning",
  "worker-refused": "bad",
  "worker-quarantined": "bad",
  "audit-disagreed": "bad",
  "checkpoint-damaged": "bad",
  "checkpoint-saved": "faint",
  speculated: "faint",
  "result-dropped": "faint",
};
