import type { ConnectionState } from "../connection/connection-state.js";
import { formatAge } from "../format/durations.js";
import type { StateLook } from "../parts/tone.js";

/** How the connection is shown: the word does not change with time, the detail does. */
export function connectionLook(
  state: ConnectionState,
  nowMs: number,
): StateLook & { readonly detail?: string } {
  switch (state.type) {
    case "connecting":
      return { word: "Connecting", icon: "clock", tone: "idle" };
    case "live":
      return { word: "Live", icon: "link", tone: "good" };
    case "stale":
      return {
        word: "Stale",
        icon: "warning",
        tone: "warn",
        detail: `no news for ${formatAge(nowMs - state.sinceMs)}`,
      };
    case "offline":
      return { word: "Offline", icon: "warning", tone: "bad", detail: retryIn(state.retryMs - nowMs) };
    case "unauthorised":
      return { word: "Token needed", icon: "warning", tone: "warn" };
  }
}

function retryIn(waitMs: number): string {
  return waitMs <= 0 ? "connecting" : `again in ${Math.ceil(waitMs / 1000)} s`;
}
