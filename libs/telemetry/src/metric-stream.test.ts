import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket, type ClientOptions } from "ws";
import { EventLog } from "./event-log.js";
import type { RunEvent, RunEventBody, StreamMessage } from "./events.js";
import { MetricStream, type MetricStreamLimits } from "./metric-stream.js";
import { hostPolicy } from "./request-policy.js";
import { MemoryStore } from "./testing/memory-store.js";

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Bench {
  readonly url: string;
  readonly log: EventLog;
  readonly stream: MetricStream;
}

async function bench(limits: MetricStreamLimits = {}, capacity = 100): Promise<Bench> {
  return serve(new EventLog({ now: () => 0, capacity }), limits);
}

/** With a store, of which an earlier life of the log had `count` events. */
async function restartedBench(count: number, limits: MetricStreamLimits = {}, text?: string) {
  const store = new MemoryStore();
  const earlier = await EventLog.restore({ now: () => 0, store });
  for (let index = 0; index < count; index++) say(earlier, text);
  await earlier.flushed();
  const log = await EventLog.restore({ now: () => 0, store, capacity: 4 });
  return { ...(await serve(log, limits)), store };
}

async function serve(log: EventLog, limits: MetricStreamLimits): Promise<Bench> {
  const server: Server = createServer();
  const stream = new MetricStream({ server, log, hosts: hostPolicy("127.0.0.1"), ...limits });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(() => resolve())));
  ends.push(() => stream.close());
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events`, log, stream };
}

/** What a client hears: events come some at a time, and are told apart here. */
type Heard =
  Extract<StreamMessage, { type: "snapshot" }> | { readonly type: "event"; readonly event: RunEvent };

function heardOf(message: StreamMessage): Heard[] {
  if (message.type === "snapshot") return [message];
  return message.events.map((event) => ({ type: "event", event }));
}

/** A client with what it hears in order. */
function join(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(url, options);
  const arrived: Heard[] = [];
  const awaited: ((heard: Heard) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    for (const heard of heardOf(JSON.parse(data.toString()) as StreamMessage)) {
      const next = awaited.shift();
      if (next) next(heard);
      else arrived.push(heard);
    }
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("error", () => socket.terminate());
  ends.push(() => socket.terminate());
  const next = () =>
    new Promise<Heard>((resolve) => {
      const message = arrived.shift();
      if (message) resolve(message);
      else awaited.push(resolve);
    });
  return { socket, next, closed };
}

/** The value when it has not changed for many turns of the event loop. */
async function settled(value: () => number): Promise<number> {
  let last = value();
  for (let turns = 0; turns < 200; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (value() === last) continue;
    last = value();
    turns = 0;
  }
  return last;
}

function stepOf(step: number): RunEventBody {
  return {
    ...{ type: "step", round: step - 1, step, epoch: 1, stepInEpoch: step, measures: {}, epochMeasures: {} },
    ...{ learningRate: 0.1, gradientNorms: {}, digest: "d", durationMs: 1, workers: 1 },
  };
}

function say(log: EventLog, text = "workers") {
  return log.append("r", { type: "waiting", for: text });
}

async function refused(url: string, options: ClientOptions = {}) {
  const socket = new WebSocket(url, options);
  socket.on("error", () => socket.terminate());
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, error: (JSON.parse(body) as { error: string }).error };
}

describe("MetricStream", () => {
  it("sends a snapshot, then every event", async () => {
    const { url, log } = await bench();
    say(log);
    const client = join(url);
    expect(await client.next()).toEqual({ type: "snapshot", snapshot: log.snapshot });
    const second = say(log);
    const third = say(log);
    expect(await client.next()).toEqual({ type: "event", event: second });
    expect(await client.next()).toEqual({ type: "event", event: third });
  });

  it("sends what happens close together as one message, the same to all", async () => {
    const { url, log } = await bench();
    const clients = [join(url), join(url)];
    for (const client of clients) await client.next();
    const messages = clients.map(({ socket }) => once(socket, "message") as Promise<[Buffer]>);
    const events = [say(log), say(log), say(log)];
    for (const message of messages)
      expect(JSON.parse((await message)[0].toString())).toEqual({ type: "events", events });
  });

  it("sends each run's newest step alone to a client that wants no more, and all else", async () => {
    const { url, log } = await bench();
    say(log);
    log.append("r", [stepOf(1), stepOf(2)]);
    log.append("s", stepOf(1));
    const client = join(`${url}?after=1&steps=newest`);
    const every = join(`${url}?after=1`);
    const numbersOf = async ({ next }: typeof client, count: number): Promise<number[]> => {
      const numbers: number[] = [];
      for (let index = 0; index < count; index++) {
        const heard = await next();
        if (heard.type === "event") numbers.push(heard.event.sequence);
      }
      return numbers;
    };
    expect(await numbersOf(client, 2)).toEqual([3, 4]);
    expect(await numbersOf(every, 3)).toEqual([2, 3, 4]);
    log.append("r", [stepOf(3), stepOf(4)]);
    say(log);
    expect(await numbersOf(client, 2)).toEqual([6, 7]);
    expect(await numbersOf(every, 3)).toEqual([5, 6, 7]);
  });

  it("sends nothing twice to a client that comes while events are gathered", async () => {
    const { url, log } = await bench();
    await join(url).next();
    const first = say(log);
    const late = join(`${url}?after=0`);
    expect(await late.next()).toEqual({ type: "event", event: first });
    const second = say(log);
    expect(await late.next()).toEqual({ type: "event", event: second });
  });

  it("sends what a returning client missed", async () => {
    const { url, log } = await bench();
    const events = [say(log), say(log), say(log)];
    const client = join(`${url}?after=1`);
    expect(await client.next()).toEqual({ type: "event", event: events[1] });
    expect(await client.next()).toEqual({ type: "event", event: events[2] });
    const live = say(log);
    expect(await client.next()).toEqual({ type: "event", event: live });
  });

  it("sends nothing but live events to a client that missed nothing", async () => {
    const { url, log, stream } = await bench();
    say(log);
    const client = join(`${url}?after=1`);
    await once(client.socket, "open");
    expect(stream.clientCount).toBe(1);
    const live = say(log);
    expect(await client.next()).toEqual({ type: "event", event: live });
  });

  it.each([
    ["too old", 1],
    ["beyond the newest", 9],
  ])("sends a snapshot where the number is %s", async (_, after) => {
    const { url, log } = await bench({}, 2);
    for (let count = 0; count < 5; count++) say(log);
    expect(await join(`${url}?after=${after}`).next()).toEqual({ type: "snapshot", snapshot: log.snapshot });
  });

  it("sends a snapshot where the missed events are too many for the buffer", async () => {
    const { url, log } = await bench({ maxBufferedBytes: 300 });
    for (let count = 0; count < 5; count++) say(log, "x".repeat(100));
    expect(await join(`${url}?after=1`).next()).toMatchObject({ type: "snapshot" });
  });

  it("sends what a client missed of an earlier life, then live events, each once", async () => {
    const { url, log } = await restartedBench(450);
    const client = join(`${url}?after=3`);
    const sequences: number[] = [];
    const hear = async (count: number) => {
      while (sequences.length < count) {
        const message = await client.next();
        if (message.type !== "event") throw new Error("expected an event");
        sequences.push(message.event.sequence);
      }
    };
    await hear(1);
    // While it is given the history, others happen, more than memory keeps.
    for (let count = 0; count < 20; count++) say(log);
    await hear(467);
    say(log);
    await hear(468);
    expect(sequences).toEqual(Array.from({ length: 468 }, (_, index) => index + 4));
  });

  it("waits for a client that reads its history slowly, and holds a page for it at most", async () => {
    const { url, store, stream } = await restartedBench(2000, { maxBufferedBytes: 1024 }, "x".repeat(20_000));
    const read = vi.spyOn(store, "streamEvents");
    const client = join(`${url}?after=0`);
    await client.next();
    client.socket.pause();
    const pages = await settled(() => read.mock.calls.length);
    expect(pages).toBeLessThan(5);
    expect(stream.clientCount).toBe(1);
    client.socket.resume();
    for (let count = 1; count < 2000; count++) await client.next();
    expect(read.mock.calls.length).toBe(10);
  });

  it("tells a client why the history cannot be read", async () => {
    const { url, store } = await restartedBench(10);
    store.streamEvents = () => Promise.reject(new Error("/d/lockstep.db: damaged"));
    const client = join(`${url}?after=0`);
    const [code, reason] = (await once(client.socket, "close")) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1011, "history: /d/lockstep.db: damaged"]);
  });

  it("sends a snapshot to a client of an earlier life that is ahead of the history", async () => {
    const { url, log } = await restartedBench(3);
    expect(await join(`${url}?after=4`).next()).toEqual({ type: "snapshot", snapshot: log.snapshot });
  });

  it("drops a slow client with 1013 while others get everything", async () => {
    const { url, log, stream } = await bench({ maxBufferedBytes: 64 * 1024, closeTimeoutMs: 60_000 });
    const fast = join(url);
    const slow = join(url);
    await Promise.all([fast.next(), slow.next()]);
    slow.socket.pause();
    while (stream.clientCount === 2) {
      const event = say(log, "x".repeat(256 * 1024));
      expect(await fast.next()).toEqual({ type: "event", event });
    }
    slow.socket.resume();
    expect(await slow.closed).toBe(1013);
    expect(stream.clientCount).toBe(1);
  });

  it("ends a client that answers no ping", async () => {
    const { url, stream } = await bench({ pingIntervalMs: 20 });
    const dead = join(url, { autoPong: false });
    expect(await dead.closed).toBe(1006);
    expect(stream.clientCount).toBe(0);
  });

  it("keeps a client that answers pings", async () => {
    const { url, stream } = await bench({ pingIntervalMs: 20 });
    const client = join(url);
    for (let count = 0; count < 4; count++) await once(client.socket, "ping");
    expect(stream.clientCount).toBe(1);
  });

  it("ignores what clients say, within bounds", async () => {
    const { url, log } = await bench();
    const client = join(url);
    await client.next();
    client.socket.send("hello");
    client.socket.send("x".repeat(4096));
    const event = say(log);
    expect(await client.next()).toEqual({ type: "event", event });
    client.socket.send("x".repeat(4097));
    expect(await client.closed).toBe(1009);
  });

  it("bounds the clients", async () => {
    const { url } = await bench({ maxClients: 1 });
    await join(url).next();
    expect(await refused(url)).toEqual({ status: 503, error: "1 clients are connected, which is the limit" });
  });

  it("refuses foreign origins and hosts, other paths and numbers that are none", async () => {
    const { url } = await bench();
    expect(await refused(url, { origin: "http://evil.example" })).toMatchObject({ status: 403 });
    expect((await refused(url, { headers: { Host: "evil.example" } })).error).toMatch(/^Host: /);
    expect(await refused(url.replace("/v1/events", "/v2"))).toMatchObject({ status: 404 });
    expect(await refused(`${url}?after=-1`)).toEqual({
      status: 400,
      error: `after: expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got "-1"`,
    });
    expect((await refused(`${url}?before=1`)).error).toMatch(/^before: /);
  });

  it("does not compress", async () => {
    const { url } = await bench();
    const client = join(url, { perMessageDeflate: true });
    await once(client.socket, "open");
    expect(client.socket.extensions).toBe("");
  });

  it("says goodbye when it closes", async () => {
    const { url, stream } = await bench();
    const client = join(url);
    await client.next();
    stream.close();
    expect(await client.closed).toBe(1001);
  });
});
