import { ClientError, type Client, type RunOverview } from "@lockstep/client";
import type { RunEvent } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { fakeClient, fakeSession, summary } from "../testing/fake-client.js";
import { FakeIo } from "../testing/fake-io.js";
import { FakeTerminal } from "../testing/fake-terminal.js";
import { epoch, finished, started, step, submitted, wholeRun } from "../testing/sample-events.js";
import { watchCommand } from "./watch.js";

/** A run that has taken many steps. */
function overviewOf(steps: number, sequence: number): RunOverview {
  return {
    ...{ sequence, newest: sequence, workers: [] },
    run: {
      ...{ runId: "digits-1", name: "digits", kind: "train", state: "running", submittedMs: 0 },
      ...{ step: steps, totalSteps: 2 * steps, epoch: 2, epochs: 4, measures: { loss: 0.5 }, history: [] },
      droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    },
  };
}

interface Bench {
  readonly events?: readonly RunEvent[];
  readonly overview?: RunOverview;
  readonly terminal?: FakeTerminal;
}

function bench({ events = wholeRun(), overview, terminal }: Bench = {}) {
  const io = new FakeIo();
  const calls: string[] = [];
  const client: Client = fakeClient(calls, {
    runs: () => Promise.resolve([summary({ runId: "digits-1" })]),
    overview: () =>
      overview ? Promise.resolve(overview) : Promise.reject(new ClientError("unsupported", "older")),
    async *watch(runId, { after = 0 } = {}) {
      calls.push(`watch ${runId}${after === 0 ? "" : ` after ${after}`}`);
      for (const event of events) yield await Promise.resolve(event);
      if (events.at(-1)?.type !== "run-finished") await new Promise(() => undefined);
    },
  });
  const options = { coordinator: "a:1", giveUpAfter: 60 };
  const watch = (json = false) =>
    watchCommand("dig", { ...options, json }, terminal ? Object.assign(io, { terminal }) : io, () =>
      fakeSession(client),
    );
  return { io, calls, watch };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
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
    const { io, calls, watch } = bench({ events: [submitted()] });
    const watching = watch(false);
    await until(() => calls.includes("watch digits-1"));
    io.signal("SIGINT");
    await expect(watching).rejects.toMatchObject({ exitCode: 130, message: "SIGINT: run digits-1 goes on" });
    expect(calls).toEqual(["watch digits-1", "close"]);
  });

  it("leaves out the first of very many steps where it is shown in lines", async () => {
    const { io, calls, watch } = bench({ overview: overviewOf(250_000, 300_000) });
    expect(await watch()).toBe(0);
    expect(calls[0]).toBe("watch digits-1 after 298000");
    expect(io.err).toContain("the first of its 250000 steps are left out; --json gives all of them");
  });

  it("shows all of fewer steps, and gives programs all of them anyway", async () => {
    const few = bench({ overview: overviewOf(1000, 300_000) });
    await few.watch();
    expect(few.calls[0]).toBe("watch digits-1");
    const program = bench({ overview: overviewOf(250_000, 300_000) });
    await program.watch(true);
    expect(program.calls[0]).toBe("watch digits-1");
  });
});

describe("watch on a terminal", () => {
  it("takes all of it while the run goes on, and leaves what it came to", async () => {
    const terminal = new FakeTerminal();
    const { io, watch } = bench({ terminal });
    expect(await watch()).toBe(0);
    expect(terminal.isOpen).toBe(false);
    expect(terminal.writes.length).toBeGreaterThan(0);
    expect(io.err).toContain("● completed");
    expect(io.out).toContain("digest: abc\n");
  });

  it("reads the newest events of a run that has many, and what was before in short", async () => {
    const terminal = new FakeTerminal();
    const events = [
      { ...step(250_001), sequence: 300_001 },
      { ...finished(), sequence: 300_002 },
    ];
    const { calls, watch } = bench({ terminal, overview: overviewOf(250_000, 300_000), events });
    await watch();
    expect(calls[0]).toBe("watch digits-1 after 298000");
    expect(terminal.writes[0]).toContain("step 250,000/500,000");
  });

  it("is left with q, and the run goes on", async () => {
    const terminal = new FakeTerminal();
    const { io, calls, watch } = bench({ terminal, events: [submitted(), started(), step(1), epoch(1)] });
    const watching = watch();
    await until(() => terminal.isOpen);
    terminal.user?.key("q");
    expect(await watching).toBe(0);
    expect(terminal.isOpen).toBe(false);
    expect(io.err).toBe("run digits-1 goes on\n");
    expect(calls.at(-1)).toBe("close");
  });

  it("is given back at a signal, before the last word", async () => {
    const terminal = new FakeTerminal();
    const { io, watch } = bench({ terminal, events: [submitted()] });
    const watching = watch();
    await until(() => terminal.isOpen);
    io.signal("SIGINT");
    await expect(watching).rejects.toMatchObject({ exitCode: 130 });
    expect(terminal.isOpen).toBe(false);
  });

  it("is given back where the coordinator refuses", async () => {
    const terminal = new FakeTerminal();
    const io = Object.assign(new FakeIo(), { terminal });
    const client = fakeClient([], {
      runs: () => Promise.resolve([]),
      overview: () => Promise.reject(new ClientError("unsupported", "older")),
      watch: () => {
        throw new ClientError("not-found", "no such run");
      },
    });
    const options = { coordinator: "a:1", giveUpAfter: 60 };
    await expect(watchCommand("x", options, io, () => fakeSession(client))).rejects.toThrow("no such run");
    expect(terminal.isOpen).toBe(false);
  });
});
