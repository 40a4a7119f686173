import { backOffMs } from "./back-off.js";
import type { ConnectionState } from "./connection-state.js";

/** What of a WebSocket is used. */
export type StreamSocket = Pick<WebSocket, "close" | "onopen" | "onmessage" | "onclose">;

/** What a request to the coordinator's HTTP address says of it. */
export type Inspection =
  | { readonly type: "reachable" }
  | { readonly type: "unauthorised" }
  | { readonly type: "unreachable"; readonly reason: string };

export interface EventStreamOptions {
  /** Opens a WebSocket of the events after what is known. */
  readonly open: () => StreamSocket;
  /** Asks how the coordinator is; never rejects. */
  readonly inspect: () => Promise<Inspection>;
  readonly onMessage: (message: string) => void;
  readonly onState: (state: ConnectionState) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Silence after which the coordinator is asked whether it is there. */
export const quietMs = 8_000;
/** Silence after which a connection that seems open is given up: others may have closed it. */
export const deadMs = 40_000;
/** After as much without a message it is opened anew, as the way to the coordinator may be broken in one direction. */
export const renewMs = 120_000;
/** A connection that lasted as long works: when it breaks, it is tried again soon. */
export const provenMs = 5_000;
const lookMs = 1_000;
const inspectionIntervalMs = 4_000;

/** Keeps a WebSocket of events open: with back-off where it breaks, and saying so where nobody answers. */
export class EventStream {
  readonly #options: EventStreamOptions;
  #socket: StreamSocket | undefined;
  #attempt = 0;
  #lastNewsMs: number | undefined;
  #lastMessageMs = 0;
  #openedMs = 0;
  #lastInspectionMs = 0;
  #isOpen = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #look: ReturnType<typeof setInterval> | undefined;
  #state: ConnectionState = { type: "connecting" };

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look ??= setInterval(() => this.#lookAround(), lookMs);
    this.#connect();
  }

  stop(): void {
    clearInterval(this.#look);
    clearTimeout(this.#retry);
    this.#look = undefined;
    this.#forget();
  }

  /** Connects now: there is reason to think that it works, or what is known was given up. */
  reconnect(): void {
    this.#attempt = 0;
    this.#connect();
  }

  /** What came is of no use. */
  fail(reason: string): void {
    this.#lost(reason);
  }

  /** The page is seen again, or the machine has a network again. */
  wake(): void {
    if (this.#state.type === "offline") this.reconnect();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#forget();
    const socket = this.#options.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#isOpen = true;
      this.#openedMs = Date.now();
      this.#lastMessageMs = Date.now();
      this.#heard();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this.#heard();
      this.#lastMessageMs = Date.now();
      if (typeof event.data === "string") this.#options.onMessage(event.data);
    };
    socket.onclose = (event) => {
      const reason = event.reason === "" ? "the connection was closed" : event.reason;
      this.#lost(reason);
    };
  }

  #forget(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isOpen = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #heard(): void {
    this.#lastNewsMs = Date.now();
    if (this.#state.type !== "live") this.#setState({ type: "live" });
  }

  /** A WebSocket does not say why it could not be opened, so that the reason is asked for by HTTP. */
  #lost(reason: string): void {
    // One that breaks as soon as it is open is no better than one that cannot be opened.
    if (this.#isOpen && Date.now() - this.#openedMs >= provenMs) this.#attempt = 0;
    this.#forget();
    const random = (this.#options.random ?? Math.random)();
    const waitMs = backOffMs(this.#attempt, random);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#connect(), waitMs);
    this.#offline(reason, Date.now() + waitMs);
    void this.#options.inspect().then((found) => {
      if (this.#state.type !== "offline") return;
      if (found.type === "unauthorised") {
        clearTimeout(this.#retry);
        this.#setState({ type: "unauthorised" });
      } else if (found.type === "unreachable") {
        this.#offline(found.reason, this.#state.retryMs);
      }
    });
  }

  #offline(reason: string, retryMs: number): void {
    const since = this.#lastNewsMs === undefined ? {} : { sinceMs: this.#lastNewsMs };
    this.#setState({ type: "offline", retryMs, reason, ...since });
  }

  /** A connection may be dead without saying so: who is silent for long is asked by another way. */
  #lookAround(): void {
    const now = Date.now();
    if (!this.#isOpen || this.#lastNewsMs === undefined) return;
    const silentMs = now - this.#lastNewsMs;
    if (silentMs > deadMs) this.#lost("nothing came for too long");
    else if (now - this.#lastMessageMs > renewMs) this.#connect();
    else if (silentMs > quietMs && now - this.#lastInspectionMs >= inspectionIntervalMs) this.#inspect(now);
  }

  #inspect(now: number): void {
    this.#lastInspectionMs = now;
    const sinceMs = this.#lastNewsMs ?? now;
    const socket = this.#socket;
    const isStale = (): void => {
      if (socket === this.#socket && this.#isOpen) this.#setState({ type: "stale", sinceMs });
    };
    const late = setTimeout(isStale, inspectionIntervalMs);
    void this.#options.inspect().then((found) => {
      clearTimeout(late);
      if (found.type !== "reachable") isStale();
      else if (socket === this.#socket && this.#isOpen) this.#heard();
    });
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
