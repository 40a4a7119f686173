import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type ServerOptions, type WebSocket } from "ws";
import { tokenRefusal } from "./access-token.js";
import type { EventLog } from "./event-log.js";
import type { RunEvent } from "./events.js";
import { QueryError, QueryParameters } from "./query-parameters.js";
import { refusal, type HostPolicy } from "./request-policy.js";
import { sendHistory } from "./send-history.js";
import { eventsMessage, greeting, wanted, type StreamWish } from "./stream-greeting.js";
import { refuseUpgrade, type RefusalStatus } from "./upgrade-refusal.js";

export interface MetricStreamLimits {
  /** Bytes that may wait for a client beyond its greeting before it is dropped. Default 4 MiB. */
  readonly maxBufferedBytes?: number;
  /** Clients at once. Default 1,000. */
  readonly maxClients?: number;
  /** A client that does not answer a ping before the next one is dead. Default 15 s. */
  readonly pingIntervalMs?: number;
  /** How long a closing client may take to say goodbye. Default 5 s. */
  readonly closeTimeoutMs?: number;
}

export interface MetricStreamOptions extends MetricStreamLimits {
  readonly server: Server;
  readonly log: EventLog;
  readonly hosts: HostPolicy;
  /** What a client must show; nothing where undefined. */
  readonly token?: string | undefined;
}

/** Clients at once, unless it is said. */
export const defaultMaxClients = 1000;

/**
 * How long events are gathered into one message: a frame of a screen, and longer where many clients are there, so that
 * what they cost stays a few percent of a core.
 */
function gatheringMs(clients: number): number {
  return Math.min(250, Math.max(16, clients / 2));
}

/** Where the events are. */
export const eventsPath = "/v1/events";

/** What its address takes. */
export const streamParameters = ["after", "steps"] as const;

interface Client {
  readonly socket: WebSocket;
  readonly steps: StreamWish["steps"];
  /** Bytes that may wait: the greeting, however large, must not count as slowness. */
  readonly allowance: number;
  alive: boolean;
  /** Has all that was shown so far: gets each event as it comes. */
  live: boolean;
}

type Verdict = StreamWish | { readonly status: RefusalStatus; readonly reason: string };

/**
 * Sends every event to every WebSocket client of `/v1/events`: first a snapshot, or with `?after=N` the events that
 * the client missed, of earlier lives of the coordinator too where they are stored. Nobody is waited for: a client that reads too slowly is closed with 1013 (try again later),
 * comes back with the last number it saw, and has lost nothing.
 */
export class MetricStream {
  readonly #server: Server;
  readonly #log: EventLog;
  readonly #hosts: HostPolicy;
  readonly #token: string | undefined;
  readonly #maxBufferedBytes: number;
  readonly #maxClients: number;
  readonly #webSockets: WebSocketServer;
  readonly #clients = new Set<Client>();
  /** Shown, and not sent to live clients yet. */
  #gathered: RunEvent[] = [];
  #sending: NodeJS.Timeout | undefined;
  readonly #pings: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(options: MetricStreamOptions) {
    this.#server = options.server;
    this.#log = options.log;
    this.#hosts = options.hosts;
    this.#token = options.token;
    this.#maxBufferedBytes = options.maxBufferedBytes ?? 4 * 1024 * 1024;
    this.#maxClients = options.maxClients ?? defaultMaxClients;
    this.#webSockets = new WebSocketServer(webSocketOptions(options.closeTimeoutMs ?? 5_000));
    this.#server.on("upgrade", this.#onUpgrade);
    this.#unsubscribe = this.#log.subscribe((event) => this.#gather(event));
    this.#pings = setInterval(() => this.#ping(), options.pingIntervalMs ?? 15_000).unref();
  }

  /** Clients that get the next event. */
  get clientCount(): number {
    return this.#clients.size;
  }

  /** Says goodbye (1001) to all clients and takes no more. */
  close(): void {
    this.#unsubscribe();
    this.#broadcast();
    clearInterval(this.#pings);
    this.#server.off("upgrade", this.#onUpgrade);
    for (const client of [...this.#clients]) this.#drop(client, 1001, "the coordinator ends");
    this.#webSockets.close();
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const verdict = this.#judge(request);
    if ("reason" in verdict) refuseUpgrade(socket, verdict.status, verdict.reason);
    else this.#webSockets.handleUpgrade(request, socket, head, (client) => this.#welcome(client, verdict));
  };

  #judge(request: IncomingMessage): Verdict {
    const reason = refusal(request.headers, this.#hosts);
    if (reason !== undefined) return { status: 403, reason };
    const unauthorised = tokenRefusal(request, this.#token);
    if (unauthorised !== undefined) return { status: 401, reason: unauthorised };
    const [path, query] = (request.url ?? "/").split("?", 2);
    if (path !== eventsPath) return { status: 404, reason: `events are at ${eventsPath}` };
    const wish = parseWish(query);
    if (typeof wish === "string") return { status: 400, reason: wish };
    if (this.#clients.size < this.#maxClients) return wish;
    return { status: 503, reason: `${this.#maxClients} clients are connected, which is the limit` };
  }

  #welcome(socket: WebSocket, wish: StreamWish): void {
    // What is gathered is in the greeting.
    this.#broadcast();
    const first = greeting(this.#log, wish, this.#maxBufferedBytes);
    const messages = first === "history" ? [] : first;
    const bytes = messages.reduce((sum, message) => sum + message.length, 0);
    const allowance = this.#maxBufferedBytes + bytes;
    const { steps } = wish;
    const client: Client = { socket, steps, allowance, alive: true, live: first !== "history" };
    this.#clients.add(client);
    socket.on("close", () => this.#clients.delete(client));
    // A broken connection or an oversized message: ws closes the socket itself, and `close` follows.
    socket.on("error", () => this.#clients.delete(client));
    socket.on("pong", () => (client.alive = true));
    for (const message of messages) socket.send(message, { binary: false });
    if (first === "history") this.#catchUp(client, wish);
  }

  #catchUp(client: Client, wish: StreamWish): void {
    const caughtUp = (): void => {
      // What is gathered was in the history.
      this.#broadcast();
      client.live = true;
    };
    sendHistory(client.socket, this.#log, wish, caughtUp).catch((error: unknown) => {
      // A reason of a close must fit into 123 bytes.
      const reason = `history: ${error instanceof Error ? error.message : String(error)}`;
      this.#drop(client, 1011, reason.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 120));
    });
  }

  #gather(event: RunEvent): void {
    if (this.#clients.size === 0) return;
    this.#gathered.push(event);
    this.#sending ??= setTimeout(() => this.#broadcast(), gatheringMs(this.#clients.size));
  }

  /** Sends what is gathered, the same bytes to all. */
  #broadcast(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    const events = this.#gathered;
    if (events.length === 0) return;
    this.#gathered = [];
    const messages = new Map<Client["steps"], Buffer>();
    for (const client of [...this.#clients]) {
      if (!client.live) continue;
      const message = messages.get(client.steps) ?? eventsMessage(wanted(events, client.steps));
      messages.set(client.steps, message);
      if (client.socket.bufferedAmount > client.allowance) this.#drop(client, 1013, "too slow");
      else client.socket.send(message, { binary: false });
    }
  }

  #ping(): void {
    for (const client of [...this.#clients]) {
      if (client.alive) {
        client.alive = false;
        client.socket.ping();
      } else {
        this.#clients.delete(client);
        client.socket.terminate();
      }
    }
  }

  #drop(client: Client, code: number, reason: string): void {
    this.#clients.delete(client);
    client.socket.close(code, reason);
  }
}

function webSocketOptions(closeTimeout: number): ServerOptions & { closeTimeout: number } {
  return {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // What clients send is not read; this bounds what one can make us hold.
    maxPayload: 4 * 1024,
    closeTimeout,
  };
}

/** Or why it is none. */
function parseWish(query: string | undefined): StreamWish | string {
  try {
    const parameters = new QueryParameters(query, streamParameters);
    const after = parameters.whole("after", 0, Number.MAX_SAFE_INTEGER, undefined);
    return { after, steps: parameters.oneOf("steps", ["all", "newest"]) ?? "all" };
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}
