import { status, type ServerWritableStream } from "@grpc/grpc-js";
import type { WatchEvent, WatchRequest } from "@lockstep/protocol";
import type { EventLog } from "@lockstep/telemetry";

/**
 * Writes a run's events after number `after` to a client, as fast as it takes them, until the run's last. One that
 * falls behind what the log keeps is ended with RESOURCE_EXHAUSTED: the coordinator never waits for it.
 */
export function streamEvents(
  call: ServerWritableStream<WatchRequest, WatchEvent>,
  log: EventLog,
  runId: string,
  after: number,
): void {
  let cursor = after;
  let ended = false;
  const unsubscribe = log.subscribe(() => pump());
  const end = (finish: () => void): void => {
    if (ended) return;
    ended = true;
    unsubscribe();
    finish();
  };
  const pump = (): void => {
    if (ended || call.writableNeedDrain) return;
    const events = log.since(cursor);
    if (events === "too-old") {
      const details = `after: events up to ${log.sequence} were made, and those right after ${cursor} are no longer kept`;
      return end(() => call.emit("error", { code: status.RESOURCE_EXHAUSTED, details }));
    }
    for (const event of events) {
      cursor = event.sequence;
      if (event.runId !== runId) continue;
      const goesOn = call.write({ sequence: event.sequence, json: JSON.stringify(event) });
      if (event.type === "run-finished") return end(() => call.end());
      if (!goesOn) return;
    }
  };
  call.on("drain", pump);
  call.on("cancelled", () => end(() => call.end()));
  pump();
}
