import type { Session } from "@lockstep/telemetry/views";
import { AccessToken } from "../api/access-token.js";
import { ApiClient } from "../api/api-client.js";
import { inWords } from "../api/api-error.js";
import { EventStream, type Inspection, type StreamSocket } from "../connection/event-stream.js";
import { Intake } from "../connection/intake.js";
import { nextFrame } from "../connection/next-frame.js";
import { LiveStore } from "./live-store.js";

/** The page's connection to its coordinator, and what came over it: one for the whole page. */
export interface Live {
  readonly store: LiveStore;
  readonly api: ApiClient;
  readonly token: AccessToken;
  /** Connects now instead of when the time has come. */
  readonly reconnect: () => void;
  readonly stop: () => void;
}

/** Connects, and stays so. */
export function startLive(storage: Storage | undefined): Live {
  const token = new AccessToken(storage);
  takeTokenOfAddress(token);
  const api = new ApiClient(token);
  const store = new LiveStore();
  const fromSnapshot = { next: true };
  const intake = new Intake({
    take: (message) => {
      try {
        store.take(message);
      } catch (error) {
        fromSnapshot.next = true;
        stream.fail(`what it told cannot be read (${inWords(error)})`);
      }
    },
    settle: () => store.settle(),
    overflow: () => {
      fromSnapshot.next = true;
      stream.reconnect();
    },
    schedule: nextFrame,
    now: () => performance.now(),
  });
  const stream: EventStream = new EventStream({
    open: () => {
      // What waits would come again.
      intake.clear();
      const after = fromSnapshot.next ? undefined : store.sequence;
      fromSnapshot.next = false;
      return openSocket(after, token.value);
    },
    inspect: () => inspect(api, token),
    onMessage: (message) => intake.push(message),
    onState: (state) => store.setConnection(state),
  });
  const stop = watchPage(stream, token);
  stream.start();
  return { store, api, token, reconnect: () => stream.reconnect(), stop };
}

/** `lockstep run` prints the token behind a #, which is not sent to anybody; nor is it to stay in the address. */
function takeTokenOfAddress(token: AccessToken): void {
  const value = new URLSearchParams(location.hash.slice(1)).get("token");
  if (value === null || value === "") return;
  token.use(value);
  history.replaceState(history.state, "", location.pathname + location.search);
}

function openSocket(after: number | undefined, token: string | undefined): StreamSocket {
  const address = new URL("/v1/events?steps=newest", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  if (after !== undefined) address.searchParams.set("after", String(after));
  if (token !== undefined) address.searchParams.set("token", token);
  return new WebSocket(address);
}

async function inspect(api: ApiClient, token: AccessToken): Promise<Inspection> {
  try {
    const { mayRead } = await api.get<Session>("/v1/session", AbortSignal.timeout(10_000));
    if (mayRead) return { type: "reachable" };
    token.refused("its runs are shown to who has it");
    return { type: "unauthorised" };
  } catch (error) {
    return { type: "unreachable", reason: inWords(error) };
  }
}

/** Tries at once when there is reason to hope: a page that is seen again, a network that is back, another token. */
function watchPage(stream: EventStream, token: AccessToken): () => void {
  const wake = (): void => {
    if (!document.hidden) stream.wake();
  };
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  const unsubscribe = token.subscribe(() => {
    if (token.refusal === undefined) stream.reconnect();
  });
  return () => {
    document.removeEventListener("visibilitychange", wake);
    window.removeEventListener("online", wake);
    unsubscribe();
    stream.stop();
  };
}
