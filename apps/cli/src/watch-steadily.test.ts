import { ClientError } from "@lockstep/client";
import type { RunEvent } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import type { Session } from "./session.js";
import { fakeClient, fakeSession } from "./testing/fake-client.js";
import { FakeIo } from "./testing/fake-io.js";
import { wholeRun } from "./testing/sample-events.js";
import { watchSteadily } from "./watch-steadily.js";

const unreachable = new ClientError("unreachable", "coordinator a:1 cannot be reached: Connection dropped");
const events = wholeRun().map((event, index): RunEvent => ({ ...event, sequence: index + 1 }));

/**
 * A coordinator whose connections break as told: after so many events of the run in all, each but the last.
 * @param error null: they end without one
 * @param again events that are sent once more
 */
function bench(
  breaks: readonly number[],
  {
    error = unreachable,
    openMs = 0,
    again = 0,
    ...settings
  }: Partial<Session> & { error?: Error | null; openMs?: number; again?: number } = {},
) {
  const io = new FakeIo();
  const asked: number[] = [];
  async function* watch(after: number): AsyncGenerator<RunEvent> {
    const end = breaks[asked.push(after) - 1];
    for (const event of events.slice(Math.max(0, after - again), end)) yield await Promise.resolve(event);
    io.nowMs += openMs;
    if (end !== undefined && error) throw error;
  }
  const client = fakeClient([], { watch: (_, options) => watch(options?.after ?? 0) });
  const session = fakeSession(client, { local: true, ...settings });
  const notes: string[] = [];
  const view = { note: (text: string) => void notes.push(text) };
  const seen: RunEvent[] = [];
  const watching = (async () => {
    for await (const event of watchSteadily("r1", { session, view, io, giveUpMs: 60_000 })) seen.push(event);
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
      const what = local ? "connecting again" : "waiting for it to come back, for up to 60 s";
      expect(notes).toEqual([`${unreachable.message}; ${what}`, "the coordinator is back"]);
    },
  );

  it("goes on where a coordinator that ended left the run to the next", async () => {
    const { watching, seen, notes } = bench([2, 2], { error: null, local: false });
    await watching;
    expect(seen).toEqual(events);
    expect(notes[0]).toMatch(/^coordinator a:1 says nothing more of the run; waiting for it to come back/);
  });

  it("ends in time where nobody goes on with the run", async () => {
    const { watching, seen, io } = bench(new Array<number>(1000).fill(2), { error: null });
    await watching;
    expect(seen).toEqual(events.slice(0, 2));
    expect(io.nowMs).toBeGreaterThanOrEqual(60_000);
  });

  it("drops what comes twice", async () => {
    const { watching, seen } = bench([3, 3], { again: 2 });
    await watching;
    expect(seen).toEqual(events);
  });

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
