import { ClientError, type Client } from "@lockstep/client";
import type { RunEvent } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import type { Session } from "./session.js";
import { FakeIo } from "./testing/fake-io.js";
import { wholeRun } from "./testing/sample-events.js";
import { watchSteadily } from "./watch-steadily.js";

const unreachable = new ClientError("unreachable", "coordinator a:1 cannot be reached: Connection dropped");
const events = wholeRun().map((event, index): RunEvent => ({ ...event, sequence: index + 1 }));

/** A coordinator whose connections break as told: after so many events of the run in all, each but the last. */
function bench(
  breaks: readonly number[],
  {
    error = unreachable,
    openMs = 0,
    ...settings
  }: Partial<Session> & { error?: Error; openMs?: number } = {},
) {
  const io = new FakeIo();
  const asked: number[] = [];
  async function* watch(after: number): AsyncGenerator<RunEvent> {
    const end = breaks[asked.push(after) - 1];
    for (const event of events.slice(after, end)) yield await Promise.resolve(event);
    io.nowMs += openMs;
    if (end !== undefined) throw error;
  }
  const session = {
    client: { watch: (_, options) => watch(options?.after ?? 0) } as Partial<Client> as Client,
    local: true,
    failure: new Promise<never>(() => undefined),
    runStarted: () => undefined,
    close: () => Promise.resolve(),
    ...settings,
  } satisfies Session;
  const notes: string[] = [];
  const view = { note: (text: string) => void notes.push(text) };
  const seen: RunEvent[] = [];
  const watching = (async () => {
    for await (const event of watchSteadily("r1", { session, view, io })) seen.push(event);
  })();
  return { io, asked, notes, seen, watching };
}

describe("watchSteadily", () => {
  it.each([true, false])(
    "goes on after the last event that came, and says so once; local: %s",
    async (local) => {
      const { watching, seen, asked, notes } = bench([2, 2, 2, 2], { local });
      await watching;
      expect(seen).toEqual(events);
      expect(asked).toEqual([0, 2, 2, 2, 2]);
      expect(notes).toEqual([`${unreachable.message}; connecting again`]);
    },
  );

  const always = new Array<number>(1000).fill(1);

  it("gives up a coordinator of others after a minute", async () => {
    const { watching, io, asked } = bench(always, { local: false });
    await expect(watching).rejects.toBe(unreachable);
    expect(io.nowMs).toBeGreaterThanOrEqual(60_000);
    expect(io.nowMs).toBeLessThan(63_000);
    expect(asked.length).toBeLessThan(100);
  });

  it("does not take a quiet connection for one that failed", async () => {
    const { watching, seen } = bench([2, 2, 2, 2], { local: false, openMs: 61_000 });
    await watching;
    expect(seen).toEqual(events);
  });

  it("does not give up a coordinator of its own", async () => {
    const { watching, io, seen } = bench(always);
    await watching;
    expect(seen).toEqual(events);
    expect(io.nowMs).toBeGreaterThan(600_000);
  });

  it("ends with what its own cluster failed with", async () => {
    const failure = Promise.reject(new Error("coordinator ended by SIGKILL"));
    failure.catch(() => undefined);
    const { watching, asked, notes } = bench(always, { failure });
    await expect(watching).rejects.toThrow("coordinator ended by SIGKILL");
    expect(asked).toEqual([0]);
    expect(notes).toEqual([]);
  });

  it("does not try again what the coordinator refuses", async () => {
    const error = new ClientError("not-found", "no run r1");
    const { watching, asked } = bench([0], { error });
    await expect(watching).rejects.toBe(error);
    expect(asked).toEqual([0]);
  });

  it("does not mind that the connection breaks after the run's end", async () => {
    const { watching, seen, notes } = bench([events.length]);
    await watching;
    expect(seen).toEqual(events);
    expect(notes).toEqual([]);
  });
});
