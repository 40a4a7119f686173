import type { RunEvent } from "@lockstep/telemetry";
import { plainLine } from "./plain-text.js";
import { plural } from "./plural.js";
import { recoveryNotice } from "./recovery-notice.js";

type EventOf<T extends RunEvent["type"]> = RunEvent & { readonly type: T };

/**
 * What is worth a line of its own, for people; undefined for what is not: what happens all the time (steps,
 * checkpoints, work that is computed twice for a straggler) is in the bar and in the summary. `started`: the first step
 * has been given out.
 */
export function noticeOf(event: RunEvent, started: boolean): string | undefined {
  const text = textOf(event, started);
  return text === undefined ? undefined : plainLine(text);
}

function textOf(event: RunEvent, started: boolean): string | undefined {
  switch (event.type) {
    case "waiting":
      return `waiting for ${event.for}`;
    case "run-paused":
      return pauseNotice(event);
    case "run-continued":
      return `goes on after step ${event.step}`;
    case "run-recovered":
      return recoveryNotice(event);
    case "checkpoint-damaged":
      return `${event.file} is passed over, and left as it is: ${reasonOf(event)}`;
    case "callback":
      return `${event.callback}: ${event.text}`;
    default:
      return workerNotice(event, started);
  }
}

/** Damaged, or another run's. The reason names the file with its whole path. */
function reasonOf({ file, reason }: EventOf<"checkpoint-damaged">): string {
  const named = `${file}: `;
  const place = reason.indexOf(named);
  return place < 0 ? reason : reason.slice(place + named.length);
}

function pauseNotice({ cause, reason, step }: EventOf<"run-paused">): string {
  switch (cause) {
    case "user":
      return `paused after step ${step}: ${reason}`;
    case "storage":
      return `paused after step ${step}, as it cannot be saved: ${reason}; it goes on by itself when it can be`;
    case "data":
      return `cannot go on after step ${step} for now: ${reason}; "lockstep resume" tries again`;
  }
}

/** What befalls workers. */
function workerNotice(event: RunEvent, started: boolean): string | undefined {
  switch (event.type) {
    case "worker-joined":
      return started
        ? `${event.workerId} joined (${event.backend}, ${plural(event.slots, "slot")})`
        : undefined;
    case "worker-left":
      return `${event.workerId} left: ${event.reason}${returned(event.returnedMicroBatches)}`;
    case "lease-expired":
      return `${event.workerId} is silent: its lease expired${returned(event.returnedMicroBatches)}`;
    case "worker-recovered":
      return `${event.workerId} is back`;
    case "worker-quarantined":
      return `${event.workerId} gets nothing more of this run: ${event.reason}`;
    case "worker-standby":
      return event.standby
        ? `${event.workerId} stands by: the run has as many workers as it wants`
        : `${event.workerId} stepped in`;
    case "worker-refused":
      return `${event.workerId} was refused: ${event.reason}`;
    case "audit-disagreed":
      return disagreement(event);
    default:
      return undefined;
  }
}

function disagreement({ workerIds, first, count }: EventOf<"audit-disagreed">): string {
  const what = count === 1 ? `micro-batch ${first}` : `micro-batches ${first} to ${first + count - 1}`;
  return `${workerIds.join(" and ")} computed different bits of ${what}: computed again to see who is wrong`;
}

function returned(microBatches: number): string {
  return microBatches === 0
    ? ""
    : `; ${plural(microBatches, "micro-batch", "micro-batches")} given to others`;
}
