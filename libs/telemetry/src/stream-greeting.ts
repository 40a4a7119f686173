import type { EventLog } from "./event-log.js";
import type { RunEvent, StreamMessage } from "./events.js";

/**
 * What a client gets first: the events after number `after` where it said one and they are still kept and fit into
 * `maxBytes`, else a snapshot. A number beyond the newest is from before a restart of the coordinator: a snapshot too.
 */
export function greeting(log: EventLog, after: number | undefined, maxBytes: number): readonly Buffer[] {
  const missed = after === undefined || after > log.sequence ? "too-old" : log.since(after);
  const messages = missed === "too-old" ? undefined : eventMessages(missed, maxBytes);
  return messages ?? [encode({ type: "snapshot", snapshot: log.snapshot })];
}

/** An event as clients get it: UTF-8 JSON. */
export function eventMessage(event: RunEvent): Buffer {
  return encode({ type: "event", event });
}

function eventMessages(events: readonly RunEvent[], maxBytes: number): readonly Buffer[] | undefined {
  const messages: Buffer[] = [];
  let bytes = 0;
  for (const event of events) {
    const message = eventMessage(event);
    bytes += message.length;
    if (bytes > maxBytes) return undefined;
    messages.push(message);
  }
  return messages;
}

function encode(message: StreamMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}
