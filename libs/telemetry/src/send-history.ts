import type { WebSocket } from "ws";
import type { EventLog } from "./event-log.js";
import { eventsMessage, snapshotMessage, wanted, type StreamWish } from "./stream-greeting.js";

/** Events that are read for a client at once, which bounds what it can make us hold. */
const pageEvents = 200;

/**
 * Sends a client the events after number `after`, a page at a time and the next when it has taken the last. Calls
 * `caughtUp` when it has everything, in the turn in which that is so: the next event is to be sent live. Does not call
 * it where the client is gone.
 * @throws what the store says where it cannot be read
 */
export async function sendHistory(
  socket: WebSocket,
  log: EventLog,
  { after = 0, steps }: StreamWish,
  caughtUp: () => void,
): Promise<void> {
  let cursor = after;
  while (cursor < log.sequence) {
    const page = await log.history.page(cursor, pageEvents);
    if (socket.readyState !== socket.OPEN) return;
    if (page === "too-old") {
      socket.send(snapshotMessage(log), { binary: false });
      break;
    }
    cursor = page.through;
    const events = wanted(page.events, steps);
    if (events.length > 0 && !(await sent(socket, eventsMessage(events)))) return;
  }
  caughtUp();
}

/** Resolves when the network has taken it; false: the client is gone. */
function sent(socket: WebSocket, message: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    socket.send(message, { binary: false }, (error) => resolve(!error));
  });
}
