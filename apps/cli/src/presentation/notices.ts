import type { RunEvent } from "@lockstep/telemetry";

/** What is worth a line of its own, for people; undefined for what is not. `started`: the first step has been given out. */
export function noticeOf(event: RunEvent, started: boolean): string | undefined {
  switch (event.type) {
    case "waiting":
      return `waiting for ${event.for}`;
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
    case "worker-failed":
      return `${event.workerId} could not compute and gets nothing more: ${event.reason}`;
    case "worker-refused":
      return `${event.workerId} was refused: ${event.reason}`;
    case "callback":
      return `${event.callback}: ${event.text}`;
    default:
      return undefined;
  }
}

function returned(microBatches: number): string {
  return microBatches === 0
    ? ""
    : `; ${plural(microBatches, "micro-batch", "micro-batches")} given to others`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
