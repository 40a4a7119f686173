import type { Client, Submission } from "@lockstep/client";
import type { RunEvent } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { followRun, submitAndFollow, type FollowOptions } from "./follow-run.js";
import { Interruption } from "./interruption.js";
import { LineView } from "./presentation/line-view.js";
import type { Session } from "./session.js";
import { fakeClient, fakeSession } from "./testing/fake-client.js";
import { FakeIo } from "./testing/fake-io.js";
import { event, finished, started, step, submitted, wholeRun } from "./testing/sample-events.js";

const submission: Submission = { kind: "evaluate", model: "r0" };

function bench(watch: () => AsyncIterable<RunEvent>, settings: Partial<Session> = {}) {
  const io = new FakeIo();
  const calls: string[] = [];
  const client = fakeClient(calls, { submit: () => Promise.resolve("r1"), watch });
  const session = fakeSession(client, {
    local: true,
    runStarted: () => calls.push("started"),
    ...settings,
  });
  const interruption = new Interruption(io, () => calls.push("kill"));
  const options: FollowOptions = {
    session,
    interruption,
    view: new LineView(io.stderr),
    io,
    keepSteps: true,
  };
  return { io, calls, options };
}

async function* stream(events: readonly RunEvent[], before: (event: RunEvent) => void = () => undefined) {
  for (const [index, each] of events.entries()) {
    await Promise.resolve();
    before(each);
    yield { ...each, sequence: index + 1 };
  }
}

describe("submitAndFollow", () => {
  it("follows the run to its end", async () => {
    const { options, calls, io } = bench(() => stream(wholeRun()));
    const record = await submitAndFollow(submission, options);
    expect(record).toMatchObject({ runId: "r1", outcome: "completed", workers: 2 });
    expect(record.steps).toHaveLength(4);
    expect(calls).toEqual(["started"]);
    expect(io.err).toContain("Epoch 2/2 - ");
  });

  it("says what it waits for where the coordinator prepares for long", async () => {
    const { options, io } = bench(() => stream(wholeRun()));
    const client: Client = {
      ...options.session.client,
      submit: () => {
        io.runScheduled();
        return Promise.resolve("r1");
      },
    };
    await submitAndFollow(submission, { ...options, session: { ...options.session, client } });
    expect(io.err).toContain("waiting for the coordinator to read the data and draw the first parameters");
  });

  it("stops the run at a signal, and goes on to its end", async () => {
    const events = [submitted(), started(), step(1), finished({ outcome: "stopped" })];
    const { options, calls, io } = bench(() =>
      stream(events, (next) => next.type === "step" && io.signal("SIGINT")),
    );
    const record = await submitAndFollow(submission, options);
    expect(record.outcome).toBe("stopped");
    expect(calls).toEqual(["started", "stop r1 interrupted (SIGINT)"]);
    expect(io.err).toContain("SIGINT: stopping;");
    expect(options.interruption.exitCode(1)).toBe(130);
  });
});

describe("followRun", () => {
  it("ends where a run on a coordinator of its own cannot be gone on with, and leaves it", async () => {
    const paused = { type: "run-paused", cause: "data", reason: "/t.csv: no such file", step: 7 } as const;
    const { options, calls } = bench(() => stream([submitted(), event(paused)]));
    await expect(followRun("r1", options)).rejects.toMatchObject({
      exitCode: 2,
      message: "run r1 cannot be gone on with: /t.csv: no such file",
    });
    expect(calls).toEqual([]);
  });

  it("goes on with a run that could not be gone on with in an earlier life", async () => {
    const paused = { type: "run-paused", cause: "data", reason: "/t.csv: no such file", step: 7 } as const;
    const ofBefore = { ...event(paused), time: 1999 };
    const { options } = bench(() => stream([submitted(), ofBefore, ...wholeRun().slice(1)]));
    expect(await followRun("r1", { ...options, sinceMs: 2000 })).toMatchObject({ outcome: "completed" });
    const again = bench(() => stream([submitted(), ofBefore, { ...ofBefore, time: 2000 }]));
    await expect(followRun("r1", { ...again.options, sinceMs: 2000 })).rejects.toThrow(
      "cannot be gone on with",
    );
  });

  it("says so where the events end before the run", async () => {
    const { options } = bench(() => stream([submitted()]));
    await expect(followRun("r1", { ...options, giveUpMs: 0 })).rejects.toThrow(
      "run r1: the coordinator said nothing more before the run's end",
    );
  });

  // eslint-disable-next-line require-yield, @typescript-eslint/require-await -- a stream that breaks before its first event
  async function* broken(): AsyncGenerator<RunEvent> {
    throw new Error("connection lost");
  }

  it("tells how our own coordinator ended rather than that its connection broke", async () => {
    const failure = Promise.reject(new Error("coordinator ended by SIGKILL"));
    failure.catch(() => undefined);
    const { options } = bench(broken, { failure });
    await expect(followRun("r1", options)).rejects.toThrow("coordinator ended by SIGKILL");
  });

  it("tells that the connection broke where nothing better is heard", async () => {
    const { options, io } = bench(broken);
    const following = followRun("r1", options);
    const caught = expect(following).rejects.toThrow("connection lost");
    await new Promise<void>((resolve) => setImmediate(resolve));
    io.runScheduled();
    await caught;
    await expect(followRun("r1", bench(broken, { local: false }).options)).rejects.toThrow("connection lost");
  });

  // Made in the order in which they come: what has a lower number was told before.
  const recovered = (): RunEvent => event({ type: "run-recovered", step: 0, toldSteps: 0 });
  const waiting = (): RunEvent => event({ type: "waiting", for: "2 workers" });

  it("waits as patiently for workers when a run is taken up again", async () => {
    const { options, io } = bench(() =>
      stream([submitted(), started(), recovered(), waiting(), started(), ...wholeRun().slice(2)]),
    );
    await followRun("r1", options);
    io.runScheduled();
    expect(io.err).toContain("taken up again from the beginning\n");
    expect(io.err).not.toContain("waiting");
  });

  it("says that it waits for workers of its own only where that takes long", async () => {
    const quick = bench(() => stream([submitted(), waiting(), ...wholeRun()]));
    await followRun("r1", quick.options);
    quick.io.runScheduled();
    expect(quick.io.err).not.toContain("waiting");
    const slow = bench(() =>
      stream(
        [submitted(), waiting(), finished()],
        (next) => next.type === "run-finished" && slow.io.runScheduled(),
      ),
    );
    await followRun("r1", slow.options);
    expect(slow.io.err).toContain("waiting for 2 workers\n");
  });

  it("says at once that a run of others waits", async () => {
    const { options, io } = bench(() => stream([submitted(), waiting(), finished()]), { local: false });
    await followRun("r1", options);
    expect(io.err).toContain("waiting for 2 workers\n");
  });
});
