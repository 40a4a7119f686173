import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ConnectionState } from "./connection-state.js";
import {
  deadMs,
  EventStream,
  provenMs,
  quietMs,
  renewMs,
  type Inspection,
  type StreamSocket,
} from "./event-stream.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

class FakeSocket implements StreamSocket {
  onopen: StreamSocket["onopen"] = null;
  onmessage: StreamSocket["onmessage"] = null;
  onclose: StreamSocket["onclose"] = null;
  isClosed = false;

  close(): void {
    this.isClosed = true;
  }

  opens(): void {
    this.onopen?.call(this as never, new Event("open"));
  }

  tells(data: string): void {
    this.onmessage?.call(this as never, new MessageEvent("message", { data }));
  }

  breaks(reason = ""): void {
    this.onclose?.call(this as never, { reason } as CloseEvent);
  }
}

function streamOf(inspection: () => Promise<Inspection> = () => Promise.resolve({ type: "reachable" })) {
  const sockets: FakeSocket[] = [];
  const states: ConnectionState[] = [];
  const messages: string[] = [];
  const stream = new EventStream({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    inspect: inspection,
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    random: () => 1,
  });
  return { stream, sockets, states, messages };
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it("is live once it is open, and hands on what comes", () => {
  const { stream, sockets, states, messages } = streamOf();
  stream.start();
  sockets[0]!.opens();
  sockets[0]!.tells("one");
  expect(states).toEqual([{ type: "live" }]);
  expect(messages).toEqual(["one"]);
});

it("waits longer after each attempt that fails", async () => {
  const { stream, sockets } = streamOf();
  stream.start();
  sockets[0]!.breaks();
  await wait(499);
  expect(sockets).toHaveLength(1);
  await wait(1);
  expect(sockets).toHaveLength(2);
  sockets[1]!.breaks();
  await wait(999);
  expect(sockets).toHaveLength(2);
  await wait(1);
  expect(sockets).toHaveLength(3);
});

it("tries again soon after one that worked, but not after one that broke at once", async () => {
  const { stream, sockets } = streamOf();
  stream.start();
  sockets[0]!.breaks();
  await wait(500);
  sockets[1]!.opens();
  sockets[1]!.breaks();
  await wait(500);
  expect(sockets).toHaveLength(2);
  await wait(500);
  sockets[2]!.opens();
  await wait(provenMs);
  sockets[2]!.breaks();
  await wait(500);
  expect(sockets).toHaveLength(4);
});

it("says since when it is offline, why, and when it tries again", async () => {
  const { stream, sockets, states } = streamOf(() =>
    Promise.resolve({ type: "unreachable", reason: "no route" }),
  );
  stream.start();
  sockets[0]!.opens();
  sockets[0]!.breaks("the coordinator ends");
  await wait(0);
  expect(states.slice(1)).toEqual([
    { type: "offline", sinceMs: 1_000_000, retryMs: 1_000_500, reason: "the coordinator ends" },
    { type: "offline", sinceMs: 1_000_000, retryMs: 1_000_500, reason: "no route" },
  ]);
});

it("does not knock again where a token is wanted, until it is told to", async () => {
  const { stream, sockets, states } = streamOf(() => Promise.resolve({ type: "unauthorised" }));
  stream.start();
  sockets[0]!.breaks();
  await wait(600_000);
  expect(states.at(-1)).toEqual({ type: "unauthorised" });
  expect(sockets).toHaveLength(1);
  stream.reconnect();
  expect(sockets).toHaveLength(2);
});

it("is stale where nobody answers any more, and live again with the next message", async () => {
  let answer: Inspection = { type: "unreachable", reason: "" };
  const { stream, sockets, states } = streamOf(() => Promise.resolve(answer));
  stream.start();
  sockets[0]!.opens();
  await wait(quietMs + 2_000);
  expect(states.at(-1)).toEqual({ type: "stale", sinceMs: 1_000_000 });
  answer = { type: "reachable" };
  sockets[0]!.tells("one");
  expect(states.at(-1)).toEqual({ type: "live" });
});

it("stays live where it is only quiet", async () => {
  const { stream, sockets, states } = streamOf();
  stream.start();
  sockets[0]!.opens();
  await wait(renewMs - 5_000);
  expect(states).toEqual([{ type: "live" }]);
  expect(sockets).toHaveLength(1);
});

it("opens a connection anew that was quiet for long, in case it is dead", async () => {
  const { stream, sockets } = streamOf();
  stream.start();
  sockets[0]!.opens();
  await wait(renewMs + 3_000);
  expect(sockets[0]!.isClosed).toBe(true);
  expect(sockets).toHaveLength(2);
});

it("gives up a connection on which nobody answers", async () => {
  const { stream, sockets, states } = streamOf(() => new Promise(() => undefined));
  stream.start();
  sockets[0]!.opens();
  await wait(deadMs + 2_000);
  expect(sockets[0]!.isClosed).toBe(true);
  expect(states.map(({ type }) => type)).toContain("stale");
  expect(states.at(-1)?.type).toBe("offline");
});

it("tries at once when the page is seen again, where it is offline", async () => {
  const { stream, sockets } = streamOf();
  stream.start();
  sockets[0]!.opens();
  stream.wake();
  expect(sockets).toHaveLength(1);
  sockets[0]!.breaks();
  await wait(1);
  stream.wake();
  expect(sockets).toHaveLength(2);
});
