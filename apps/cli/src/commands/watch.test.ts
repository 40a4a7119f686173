import { describe, expect, it } from "vitest";
import { fakeClient, fakeSession, summary } from "../testing/fake-client.js";
import { FakeIo } from "../testing/fake-io.js";
import { submitted, wholeRun } from "../testing/sample-events.js";
import { watchCommand } from "./watch.js";

function bench(events = wholeRun()) {
  const io = new FakeIo();
  const calls: string[] = [];
  const client = fakeClient(calls, {
    runs: () => Promise.resolve([summary({ runId: "digits-1" })]),
    async *watch(runId) {
      calls.push(`watch ${runId}`);
      for (const event of events) yield await Promise.resolve(event);
      if (events.length === 1) await new Promise(() => undefined);
    },
  });
  const watch = (json: boolean) =>
    watchCommand("dig", { coordinator: "a:1", giveUpAfter: 60, json }, io, () => fakeSession(client));
  return { io, calls, watch };
}

describe("watch", () => {
  it("shows a run from its start, and what it came to", async () => {
    const { io, calls, watch } = bench();
    expect(await watch(false)).toBe(0);
    expect(calls).toEqual(["watch digits-1", "close"]);
    expect(io.err).toContain("Epoch 2/2 - ");
    expect(io.out).toContain("digest: abc\n");
  });

  it("prints each event as a line of JSON", async () => {
    const { io, watch } = bench();
    await watch(true);
    const types = io.out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(wholeRun().map(({ type }) => type));
  });

  it("leaves the run to itself at a signal", async () => {
    const { io, calls, watch } = bench([submitted()]);
    const watching = watch(false);
    await new Promise<void>((resolve) => setImmediate(resolve));
    io.signal("SIGINT");
    await expect(watching).rejects.toMatchObject({ exitCode: 130, message: "SIGINT: run digits-1 goes on" });
    expect(calls).toEqual(["watch digits-1", "close"]);
  });
});
