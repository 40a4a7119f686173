import type { EventLog } from "./event-log.js";
import type { RunEvent, StreamMessage } from "./events.js";
import { newestSteps } from "./newest-steps.js";

/** What a client asks of the stream. */
export interface StreamWish {
  /** Number of the last event that it has seen; absent: it begins with a snapshot. */
  readonly after: number | undefined;
  /** Of steps that are sent together, all or each run's newest. */
  readonly steps: "all" | "newest";
}

/** What of some events goes to a client that wants those steps. */
export function wanted(events: readonly RunEvent[], steps: StreamWish["steps"]): readonly RunEvent[] {
  return steps === "all" ? events : newestSteps(events);
}

/**
 * What a client gets first: the events after number `after` where it said one and they fit into `maxBytes` and are in
 * memory, else a snapshot. A number beyond the newest is from before a loss of the history: a snapshot too. "history":
 * what it missed is in the store, or is more than it can be given at once (see `sendHistory`).
 */
export function greeting(
  log: EventLog,
  { after, steps }: StreamWish,
  maxBytes: number,
): readonly Buffer[] | "history" {
  if (after === undefined || after > log.sequence) return [snapshotMessage(log)];
  const missed = log.since(after);
  const messages = missed === "too-old" ? undefined : eventMessages(wanted(missed, steps), maxBytes);
  if (messages) return messages;
  const isWithinReach = log.history.isStored && log.sequence - after <= maxMissedEvents;
  return isWithinReach ? "history" : [snapshotMessage(log)];
}

/** Beyond as many a client is better off with a snapshot, and reads what it wants of the history by run. */
export const maxMissedEvents = 100_000;

/** The present as clients get it: UTF-8 JSON. */
export function snapshotMessage(log: EventLog): Buffer {
  return encode({ type: "snapshot", snapshot: log.snapshot });
}

/** Events as clients get them: UTF-8 JSON. */
export function eventsMessage(events: readonly RunEvent[]): Buffer {
  return encode({ type: "events", events });
}

/** Events of a message: a browser has it read in less than a frame. */
const eventsInMessage = 200;

function eventMessages(events: readonly RunEvent[], maxBytes: number): readonly Buffer[] | undefined {
  const messages: Buffer[] = [];
  let bytes = 0;
  for (let first = 0; first < events.length; first += eventsInMessage) {
    const message = eventsMessage(events.slice(first, first + eventsInMessage));
    bytes += message.length;
    if (bytes > maxBytes) return undefined;
    messages.push(message);
  }
  return messages;
}

function encode(message: StreamMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}
