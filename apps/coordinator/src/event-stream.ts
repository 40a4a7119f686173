import { status, type ServerWritableStream } from "@grpc/grpc-js";
import type { WatchEvent, WatchRequest } from "@lockstep/protocol";
import type { EventLog } from "@lockstep/telemetry";
import type { RunRecord } from "./prepared-run.js";

/**
 * Writes a run's events after number `after` to a client, as fast as it takes them, until the run's last. Of events
 * that are no longer kept when it begins, the client gets what there is; one that falls behind later is ended with
 * RESOURCE_EXHAUSTED: the coordinator never waits for it.
 */
export function streamEvents(
  call: ServerWritableStream<WatchRequest, WatchEvent>,
  log: EventLog,
  record: RunRecord,
  after: number,
): void {
  let cursor = Math.max(after, record.firstEvent - 1, log.oldest - 1);
  let isEnded = false;
  const unsubscribe = log.subscribe(() => pump());
  const end = (finish: () => void): void => {
    if (isEnded) return;
    isEnded = true;
    unsubscribe();
    finish();
  };
  const pump = (): void => {
    if (isEnded || call.writableNeedDrain) return;
    const events = log.since(cursor);
    if (events === "too-old") {
      const details = `after: the events right after ${cursor} are no longer kept; the client reads too slowly`;
      return end(() => call.emit("error", { code: status.RESOURCE_EXHAUSTED, details }));
    }
    for (const event of events) {
      cursor = event.sequence;
      if (event.runId !== record.runId) continue;
      const goesOn = call.write({ sequence: event.sequence, json: JSON.stringify(event) });
      if (event.type === "run-finished") return end(() => call.end());
      if (!goesOn) return;
    }
  };
  call.on("drain", pump);
  call.on("cancelled", () => end(() => call.end()));
  if (cursor >= (record.lastEvent ?? Infinity)) end(() => call.end());
  pump();
}
